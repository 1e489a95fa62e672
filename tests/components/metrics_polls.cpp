// A run that is asked to stop is not kept waiting by a metric that looks at many samples.
#include <map>

#include "make.hpp"

using namespace ganzoo;

namespace {

constexpr std::int64_t many = 2500;

struct Stop {};

/// Values, or the Stop that the poll of this number throws; `polls` counts them.
std::vector<double> evaluate(Metric& metric, const Data* data, std::int64_t d, std::int64_t last, std::int64_t& polls) {
  const OwnedMatrix real = normals(many, d, 1), fake = normals(many, d, 2);
  Evaluation e;
  e.data = data;
  e.real = [&](std::int64_t n) { return real.view().slice(0, std::min(n, many)); };
  e.fake = [&](std::int64_t n) { return fake.view().slice(0, std::min(n, many)); };
  e.split = [&](Split split, std::int64_t n) { return split == Split::train ? e.fake(n) : e.real(n); };
  polls = 0;
  e.poll = [&] {
    if (++polls == last) throw Stop();
  };
  std::vector<double> values(metric.quantities().size());
  metric.evaluate(e, many, values);
  return values;
}

}  // namespace

TEST_CASE("metrics whose work grows faster than the samples can be stopped between pieces of it", "[unit]") {
  struct Case {
    const char* metric;
    std::int64_t least;  ///< polls: of that many pieces of work
    Given given{};
    std::int64_t d = 2;
  };
  const Case cases[]{
      {"sliced_wasserstein", 50, {{"projections", std::int64_t{50}}}},
      {"prdc", 3 * many},
      {"kid", 3 * (many / 512) * (many / 512)},
      {"kid", 20 * 3, {{"subset_size", std::int64_t{100}}, {"subsets", std::int64_t{20}}}},
      {"energy_test", 2 * many / 128 + 99, {{"permutations", std::int64_t{99}}}},
      {"mmd_test", 2 * many / 128 + 99, {{"permutations", std::int64_t{99}}}},
      {"parzen", 500 + 1000, {{"validation", std::int64_t{500}}, {"test", std::int64_t{1000}}}, 3},
      {"distance", 3 * many / 64, {{"of", "energy"}}},
      {"distance", 3 * many / 64, {{"of", "mmd"}, {"bandwidth", 1.0}}},
      {"distance", 3 * 5, {{"of", "sinkhorn"}, {"iterations", std::int64_t{5}}, {"samples", std::int64_t{200}}}},
      {"distance", 64, {{"of", "sliced_wasserstein"}, {"projections", std::int64_t{64}}}},
      {"modes", many / 1024},
      {"emd", 200 + 2, {{"samples", std::int64_t{200}}}},
  };
  const auto ring = make<Data>("ring");
  for (const auto& [name, least, given, d] : cases) {
    CAPTURE(name, given.begin() == given.end() ? "" : given.begin()->first);
    const auto metric = make<Metric>(name, given);
    const Data* data = std::string(name) == "modes" ? ring.get() : nullptr;
    std::int64_t all = 0, polls = 0;
    const std::vector<double> values = evaluate(*metric, data, d, 0, all);
    CHECK(all >= least);
    for (const std::int64_t last : {std::int64_t{1}, (all + 1) / 2, all})
      CHECK_THROWS_AS(evaluate(*metric, data, d, last, polls), Stop);
    CHECK(evaluate(*metric, data, d, 0, polls) == values);
    CHECK(polls == all);
  }
}
