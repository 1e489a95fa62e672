// The zoo's later divergences, held to values that reference/additions.py finds by brute force from their definitions.
#include <algorithm>
#include <ganzoo/divergence/exact/exact.hpp>
#include <numeric>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;
using nlohmann::json;
using zoo::error;

namespace {

const json& golden(const char* part) {
  static const json all = [] {
    std::ifstream file(GANZOO_TESTS_REFERENCE "/additions.json");
    return json::parse(file);
  }();
  return all.at(part);
}

/// Rows of numbers, or numbers one a row.
OwnedMatrix rows(const json& given) {
  const auto width = given[0].is_number() ? 1 : given[0].size();
  OwnedMatrix x(static_cast<std::int64_t>(given.size()), static_cast<std::int64_t>(width));
  std::size_t at = 0;
  for (const json& row : given)
    for (std::size_t k = 0; k < width; ++k) x.view().flat()[at++] = (row.is_number() ? row : row[k]).get<float>();
  return x;
}

void check_close(ConstMatrix got, const json& truth, double tolerance) {
  const OwnedMatrix expected = rows(truth);
  double largest = 0;
  for (const float v : expected.view().flat()) largest = std::max(largest, std::abs(double{v}));
  for (std::size_t i = 0; i < expected.view().flat().size(); ++i) {
    INFO("number " << i << " is " << got.flat()[i] << ", truth " << expected.view().flat()[i]);
    CHECK(std::abs(double{got.flat()[i]} - expected.view().flat()[i]) <= tolerance * largest);
  }
}

struct Scored {
  Objective objective;
  OwnedMatrix real_gradient, fake_gradient;
};

Scored critic(Divergence& d, const json& truth) {
  const OwnedMatrix real = rows(truth["real"]), fake = rows(truth["fake"]);
  Scored s{{}, OwnedMatrix(real.rows, real.columns), OwnedMatrix(fake.rows, fake.columns)};
  s.objective = d.critic(real, fake, s.real_gradient, s.fake_gradient);
  return s;
}

Scored generator(Divergence& d, const json& truth) {
  const OwnedMatrix real = rows(truth["real"]), fake = rows(truth["fake"]);
  Scored s{{}, OwnedMatrix(real.rows, real.columns), OwnedMatrix(fake.rows, fake.columns)};
  if (d.traits().needs_real_scores)
    s.objective = d.generator(real, fake, s.real_gradient, s.fake_gradient);
  else
    s.objective = d.generator({}, fake, {}, s.fake_gradient);
  return s;
}

Table table(const json& truth, std::initializer_list<const char*> keys) {
  Table t;
  for (const char* key : keys) {
    if (truth[key].is_string())
      t.set(key, truth[key].get<std::string>());
    else
      t.set(key, truth[key].get<double>());
  }
  return t;
}

void check_game(Divergence& d, const json& truth) {
  const Scored c = critic(d, truth), g = generator(d, truth);
  CHECK(error(c.objective.value, truth["critic"].get<double>()) <= 1e-12);
  CHECK(error(g.objective.value, truth["generator"].get<double>()) <= 1e-12);
  check_close(c.real_gradient, truth["real_gradient"], 1e-6);
  check_close(c.fake_gradient, truth["fake_gradient"], 1e-6);
  check_close(g.fake_gradient, truth["generator_gradient"], 1e-6);
}

}  // namespace

TEST_CASE("precision_recall's f, conjugate and exact value equal their golden values", "[unit]") {
  for (const json& truth : golden("precision_recall")) {
    const auto d = zoo::make("precision_recall", table(truth, {"lambda"}));
    const FDivergence& f = *d->mathematics();
    CAPTURE(truth["lambda"].get<double>());
    for (std::size_t i = 0; i < truth["u"].size(); ++i)
      CHECK(error(f.f(truth["u"][i].get<double>()).value, truth["f"][i].get<double>()) <= 1e-14);
    for (std::size_t i = 0; i < truth["t"].size(); ++i)
      CHECK(error(f.conjugate(truth["t"][i].get<double>()).value, truth["conjugate"][i].get<double>()) <= 1e-6);
    const Exact exact = d->exact_value(Distribution::normal(0, 1), Distribution::normal(1, 1.5));
    CHECK(error(exact.value, truth["exact"].get<double>()) <= 1e-9);
  }
}

TEST_CASE("the games of α-losses and of a smoothed label equal their golden values", "[unit]") {
  for (const json& truth : golden("alpha_loss"))
    check_game(*zoo::make("alpha_loss", table(truth, {"alpha_d", "alpha_g", "loss"})), truth);
  for (const json& truth : golden("one_sided_label_smoothing"))
    check_game(*zoo::make("one_sided_label_smoothing", table(truth, {"label"})), truth);
}

TEST_CASE("α-losses of 1 and a label of 1 are minimax", "[unit]") {
  const json& truth = golden("alpha_loss")[0];
  Table one, minimax;
  one.set("alpha_d", 1.0);
  one.set("alpha_g", 1.0);
  one.set("loss", "saturating");
  const auto usual = zoo::make("minimax"), alpha = zoo::make("alpha_loss", one);
  const double value = critic(*usual, truth).objective.value;
  CHECK(error(critic(*alpha, truth).objective.value, value) <= 1e-14);
  CHECK(error(generator(*alpha, truth).objective.value, generator(*usual, truth).objective.value) <= 1e-14);
  one = {};
  one.set("label", 1.0);
  CHECK(error(critic(*zoo::make("one_sided_label_smoothing", one), truth).objective.value, value) <= 1e-14);
}

TEST_CASE("the shifted bound takes the best constant, and its gradient is the fakes' weights", "[unit]") {
  Table shifted;
  shifted.set("link", "shifted");
  for (const json& truth : golden("shifted")) {
    const std::string name = truth["name"];
    CAPTURE(name);
    const auto d = zoo::make(name, shifted);
    CHECK(d->traits().needs_lipschitz);
    const Scored c = critic(*d, truth), g = generator(*d, truth);
    CHECK(error(c.objective.estimate, truth["bound"].get<double>()) <= 1e-9);
    check_close(c.fake_gradient, truth["fake_gradient"], 1e-6);
    check_close(g.fake_gradient, truth["fake_gradient"], 1e-6);
    const auto weights = c.fake_gradient.view().flat();
    CHECK(std::abs(std::accumulate(weights.begin(), weights.end(), 1.0)) <= 1e-6);
  }
}

TEST_CASE("kl shifted is Donsker and Varadhan's bound", "[unit]") {
  Table shifted;
  shifted.set("link", "shifted");
  const json& truth = golden("shifted")[0];
  const Scored mine = critic(*zoo::make("kl", shifted), truth), theirs = critic(*zoo::make("donsker_varadhan"), truth);
  CHECK(error(mine.objective.value, theirs.objective.value) <= 1e-13);
  for (std::size_t i = 0; i < mine.fake_gradient.view().flat().size(); ++i)
    CHECK(std::abs(mine.fake_gradient.view().flat()[i] - theirs.fake_gradient.view().flat()[i]) <= 1e-6);
}

TEST_CASE("a constant more or less in the scores changes no shifted bound, and never does it fall below the plain one",
          "[unit]") {
  Table link;
  for (const char* name : {"kl", "reverse_kl", "js", "jeffrey", "squared_hellinger", "triangular"}) {
    CAPTURE(name);
    link.set("link", "shifted");
    const auto shifted = zoo::make(name, link);
    link.set("link", "log_ratio");
    const auto plain = zoo::make(name, link);
    json scores{{"real", {0.5, -0.25, 1.5}}, {"fake", {-1.0, 0.25, 0.75}}};
    const double at = critic(*plain, scores).objective.estimate;
    json terms{{"real", json::array()}, {"fake", json::array()}};
    for (const char* side : {"real", "fake"})
      for (const double v : scores[side])
        terms[side].push_back(plain->mathematics()->activation(v, Link::log_ratio).value);
    const double bound = critic(*shifted, terms).objective.estimate;
    CHECK(bound >= at - 1e-6);  // the terms are floats
    for (const char* side : {"real", "fake"})
      for (json& t : terms[side]) t = t.get<double>() + 64;
    CHECK(std::abs(critic(*shifted, terms).objective.estimate - bound) <= 1e-4);
  }
}

TEST_CASE("a link by the best shift is refused where no shift is the best", "[unit]") {
  Table shifted;
  shifted.set("link", "shifted");
  CHECK_THROWS_WITH(
      zoo::make("total_variation", shifted),
      "link is \"shifted\", but the total variation distance is not strictly convex: no shift is the best one");
}

TEST_CASE("features are compared as their golden values say, for both players", "[unit]") {
  for (const json& truth : golden("features")) {
    const auto d = zoo::make(truth["name"].get<std::string>());
    CAPTURE(truth["name"].get<std::string>());
    const Scored c = critic(*d, truth), g = generator(*d, truth);
    CHECK(error(c.objective.value, truth["value"].get<double>()) <= 2e-6);
    CHECK(g.objective.value == c.objective.value);
    check_close(c.real_gradient, truth["real_gradient"], 1e-5);
    check_close(c.fake_gradient, truth["fake_gradient"], 1e-5);
    check_close(g.fake_gradient, truth["fake_gradient"], 1e-5);
  }
}

TEST_CASE("kale equals a general solver's value and slope", "[unit]") {
  for (const json& truth : golden("kale")) {
    Table t = table(truth, {"lambda"});
    List bandwidths;
    for (const double b : truth["bandwidths"]) bandwidths.emplace_back(b);
    t.set("bandwidths", bandwidths);
    const auto d = zoo::make("kale", t);
    const OwnedMatrix real = rows(truth["real"]), fake = rows(truth["fake"]);
    OwnedMatrix gradient(fake.rows, fake.columns);
    const double value = d->distance(real, fake, gradient, Rng(0, Purpose::distance)).value;
    CHECK(error(value, truth["value"].get<double>()) <= 1e-9);
    check_close(gradient, truth["gradient"], 1e-4);
  }
}

TEST_CASE("max_sliced_wasserstein finds the line that a search of every line finds", "[unit]") {
  for (const json& truth : golden("max_sliced_wasserstein")) {
    Table t;
    t.set("power", truth["power"].get<std::int64_t>());
    t.set("tolerance", 1e-4);
    t.set("iterations", std::int64_t{1000});
    const auto d = zoo::make("max_sliced_wasserstein", t);
    const OwnedMatrix real = rows(truth["real"]), fake = rows(truth["fake"]);
    OwnedMatrix gradient(fake.rows, fake.columns);
    const double value = d->distance(real, fake, gradient, Rng(0, Purpose::distance)).value;
    CHECK(error(value, truth["value"].get<double>()) <= 1e-6);
  }
}
