// Trained with × measured by: exact numbers of fabricated runs whose generator is a Gaussian with known weights.
#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/cross.hpp>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;

namespace {

struct Fit {
  const char* divergence;
  float mean, std;
};
// The best Gaussians for two divergences (by quadrature).
constexpr Fit best_kl{"kl", 1.01F, 1.8310786F}, best_reverse{"reverse_kl", 1.5779348F, 1.6318072F};

/// A finished run whose generator stands at the fit.
void save_fit(
    const TemporaryFolder& folder, const Fit& fit, int seed,
    const std::string& data = R"({"name":"mixture","weights":[0.33,0.67],"means":[-1.0,2.0],"stds":[0.255,1.415]})",
    std::int64_t d = 1) {
  log::RunFile run = testing::fabricate(
      {.divergence = fmt::format(R"({{"name":"{}"}})", fit.divergence),
       .data = data,
       .more = R"(,"generator":{"name":"gaussian","mean":0.0,"std":1.0},"train":{"batch":64,"precision":"fp32"})",
       .seed = seed});
  const auto size = static_cast<std::size_t>(d);
  run.weights["generator/scale_shift_0/scale"] = {{d}, std::vector<float>(size, fit.std)};
  run.weights["generator/scale_shift_0/shift"] = {{d}, std::vector<float>(size, fit.mean)};
  const std::string cell = fmt::format("{}-{}", fit.divergence, seed);
  std::filesystem::create_directories(folder / cell);
  log::write(folder / (cell + "/run.h5"), run);
}

double exactly(const char* name, const Fit& fit) {
  Registry registry;
  const auto divergence = registry.make<Divergence>(name, {});
  return exact(*divergence->mathematics(), Distribution::of_mixture({{0.33, -1, 0.255}, {0.67, 2, 1.415}}),
               Distribution::normal(double{fit.mean}, double{fit.std}))
      .value;
}

report::CompareOptions of(const TemporaryFolder& folder) {
  report::CompareOptions options;
  options.paths = {folder.path};
  return options;
}

std::string refusal(const report::CompareOptions& options, const std::vector<std::string>& divergences) {
  try {
    report::compare_cross(options, divergences);
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a cross table holds exact divergences, a row for what was trained with", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed)
    for (const Fit& fit : {best_kl, best_reverse}) save_fit(folder, fit, seed);
  const std::vector<std::string> names{"kl", "reverse_kl", "jeffrey"};
  const report::Comparison table = report::compare_cross(of(folder), names);
  REQUIRE(table.groups.size() == 2);
  REQUIRE(table.measures.size() == 3);
  for (const report::Group& group : table.groups) {
    const Fit& fit = group.key.front().second == "kl" ? best_kl : best_reverse;
    INFO(fit.divergence);
    for (std::size_t m = 0; m < names.size(); ++m) {
      CHECK(table.measures[m].name == names[m]);
      CHECK(std::abs(group.values[m].interval.center - exactly(names[m].c_str(), fit)) <= 1e-9);
      CHECK(group.values[m].runs.size() == 3);
    }
    // Jeffrey = KL + reverse KL, row by row.
    CHECK(std::abs(group.values[2].interval.center - group.values[0].interval.center -
                   group.values[1].interval.center) <= 1e-9);
  }
  // The reference: cross["kl"]["kl"], cross["reverse_kl"]["kl"] of the best Gaussians.
  CHECK(std::abs(table.groups[0].values[0].interval.center - 0.2829695) <= 1e-6);
  CHECK(table.groups[1].values[0].interval.center > table.groups[0].values[0].interval.center);
  CHECK(table.groups[0].values[1].interval.center > table.groups[1].values[1].interval.center);
}

TEST_CASE("where a density is not known, a cross table holds bounds on samples that critics have not seen", "[unit]") {
  const TemporaryFolder folder;
  save_fit(folder, {"kl", 3, 1}, 0, R"({"name":"pinwheel"})", 2);
  const report::Comparison table = report::compare_cross(of(folder), {"kl", "js"});
  REQUIRE(table.groups.size() == 1);
  for (const report::Summary& value : table.groups.front().values) CHECK(value.interval.center > 0.1);
  CHECK(table.groups.front().values[1].interval.center <= 2 * std::log(2.0));
  CHECK(std::ranges::any_of(table.notices, [](const std::string& notice) {
    return notice.find("1 of 1 runs have no density that is known on the line") != std::string::npos;
  }));
}

TEST_CASE("a run whose weights do not fit its generator is refused by a cross table", "[unit]") {
  const TemporaryFolder folder;
  save_fit(folder, {"kl", 0.5F, 1}, 0, R"({"name":"pinwheel"})");
  CHECK(refusal(of(folder), {"kl"}).find("weights generator/scale_shift_0/scale hold 1 numbers, but must hold 2") !=
        std::string::npos);
}

TEST_CASE("a cross table refuses what is no f-divergence, and what chooses among other numbers", "[unit]") {
  const TemporaryFolder folder;
  save_fit(folder, best_kl, 0);
  CHECK(refusal(of(folder), {"wasserstein"}).find("--cross: wasserstein is no f-divergence") != std::string::npos);
  CHECK(refusal(of(folder), {"klx"}).find("divergence \"klx\" is not found") != std::string::npos);
  report::CompareOptions options = of(folder);
  options.at = "best";
  CHECK(refusal(options, {"kl"}).find("--cross and --at exclude each other") != std::string::npos);
  options = of(folder);
  options.metrics = {"moments.mean"};
  CHECK(refusal(options, {"kl"}).find("--cross and --metric exclude each other") != std::string::npos);
}
