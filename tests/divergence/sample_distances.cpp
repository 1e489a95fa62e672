// Distances between samples: golden values, definitions in double, closed forms and laws.
#include <cstring>
#include <filesystem>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/divergence/sliced.hpp>
#include <numbers>

#include "naive.hpp"
#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;

namespace {

constexpr double as_floats = 2e-6;  // coordinates and pairs are floats

const nlohmann::json& golden() {
  static const nlohmann::json all = [] {
    std::ifstream file(GANZOO_TESTS_REFERENCE "/sample_distances.json");
    return nlohmann::json::parse(file);
  }();
  return all;
}

OwnedMatrix points(const nlohmann::json& rows) {
  const bool line = rows[0].is_number();
  OwnedMatrix x(static_cast<std::int64_t>(rows.size()), line ? 1 : static_cast<std::int64_t>(rows[0].size()));
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t k = 0; k < x.columns; ++k) {
      const auto& row = rows[static_cast<std::size_t>(i)];
      x.view()(i, k) = static_cast<float>(number(line ? row : row[static_cast<std::size_t>(k)]));
    }
  return x;
}

OwnedMatrix normals(std::int64_t n, std::int64_t d, std::uint64_t seed, float mean = 0, float std = 1) {
  OwnedMatrix x(n, d);
  Rng(seed, Purpose::other).fill_normal(x.view().flat(), mean, std);
  return x;
}

/// Sample i is the distribution's ((i + ½)/n)-quantile.
OwnedMatrix quantiles(double mean, double std, std::int64_t n) {
  const auto quantile = [&](double p) {
    double low = -12, high = 12;
    while (high - low > 1e-12) {
      const double middle = 0.5 * (low + high);
      (0.5 * std::erfc(-middle / std::numbers::sqrt2) < p ? low : high) = middle;
    }
    return mean + std * low;
  };
  OwnedMatrix x(n, 1);
  for (std::int64_t i = 0; i < n; ++i)
    x.view()(i, 0) = static_cast<float>(quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
  return x;
}

struct Result {
  double value;
  OwnedMatrix gradient;
};

Rng stream(std::uint64_t update = 0) { return Rng(11, Purpose::distance, update); }

Result measure(Divergence& d, ConstMatrix real, ConstMatrix fake, const Rng& rng = stream()) {
  Result result{0, OwnedMatrix(fake.rows, fake.columns)};
  const Objective objective = d.distance(real, fake, result.gradient, rng);
  result.value = objective.value;
  CHECK(std::memcmp(&objective.estimate, &objective.value, sizeof(double)) == 0);
  return result;
}

double value(Divergence& d, ConstMatrix real, ConstMatrix fake) { return measure(d, real, fake).value; }

std::unique_ptr<Divergence> mmd(const char* kernel, double scale, const char* statistic) {
  Table t;
  t.set("kernel", kernel);
  t.set("statistic", statistic);
  t.set("bandwidths", List{scale});
  t.set("alphas", List{scale});
  return zoo::make("mmd", t);
}

std::unique_ptr<Divergence> energy(const char* statistic) {
  Table t;
  t.set("statistic", statistic);
  return zoo::make("energy", t);
}

std::unique_ptr<Divergence> sinkhorn(double epsilon, std::int64_t power) {
  Table t;
  t.set("epsilon", epsilon);
  t.set("power", power);
  t.set("iterations", std::int64_t{3000});
  t.set("tolerance", 1e-6);
  return zoo::make("sinkhorn", t);
}

std::unique_ptr<Divergence> sliced(std::int64_t power, std::int64_t projections = 128) {
  Table t;
  t.set("power", power);
  t.set("projections", projections);
  return zoo::make("sliced_wasserstein", t);
}

/// Every divergence of the build that needs no critic, with its defaults: what the laws are about.
std::vector<std::string> all_without_critic() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(GANZOO_BUILD_DIR "/lib/ganzoo/divergences"))
    if (const auto traits = zoo::make(file.path().stem())->traits(); !traits.needs_critic && !traits.fits)
      names.push_back(file.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

void check_close(double got, double truth, double tolerance, const std::string& what) {
  INFO(what << " is " << got << ", truth " << truth);
  CHECK(error(got, truth) <= tolerance);
}

/// Held to the definition: its value, and its gradient by differences of the definition in double.
void check_definition(const std::string& name, Divergence& d, const naive::Distance& definition, ConstMatrix real,
                      ConstMatrix fake, double tolerance) {
  INFO(name << ", " << real.rows << " and " << fake.rows << " points in " << real.columns << " dimensions");
  const Result got = measure(d, real, fake);
  const naive::Cloud x = naive::cloud(real), y = naive::cloud(fake);
  CHECK(error(got.value, definition(x, y)) <= tolerance);
  const std::vector<double> truth = naive::gradient(definition, x, y);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    largest = std::max(largest, std::abs(truth[i]));
    worst = std::max(worst, std::abs(truth[i] - got.gradient.memory.data()[i]));
  }
  INFO("worst slope off by " << worst << ", the largest is " << largest);
  CHECK(worst <= tolerance * largest);
}

}  // namespace

TEST_CASE("distances between clouds agree with the golden values", "[unit]") {
  for (const auto& cloud : golden()["clouds_2d"]) {
    const OwnedMatrix x = points(cloud["X"]), y = points(cloud["Y"]);
    INFO(x.rows << " and " << y.rows << " points");
    for (const auto& truth : cloud["mmd_rbf"]) {
      const double b = number(truth["bandwidth"]);
      check_close(value(*mmd("rbf", b, "V"), x, y), number(truth["MMD2_biased"]), as_floats, "rbf V");
      check_close(value(*mmd("rbf", b, "U"), x, y), number(truth["MMD2_unbiased"]), as_floats, "rbf U");
    }
    for (const auto& truth : cloud["mmd_rational_quadratic"]) {
      const double a = number(truth["alpha"]);
      check_close(value(*mmd("rational_quadratic", a, "V"), x, y), number(truth["MMD2_biased"]), as_floats, "rq V");
      check_close(value(*mmd("rational_quadratic", a, "U"), x, y), number(truth["MMD2_unbiased"]), as_floats, "rq U");
    }
    check_close(value(*energy("V"), x, y), number(cloud["energy"]["V_statistic"]), as_floats, "energy V");
    check_close(value(*energy("U"), x, y), number(cloud["energy"]["U_statistic"]), as_floats, "energy U");
    for (const auto& truth : cloud["sinkhorn"]) {
      const auto power = truth["cost_power"].get<std::int64_t>();
      const auto key = "sinkhorn_divergence S_eps = OT(X,Y)-OT(X,X)/2-OT(Y,Y)/2 (KL objective)";
      check_close(value(*sinkhorn(number(truth["eps"]), power), x, y), number(truth[key]), as_floats,
                  "sinkhorn eps " + truth["eps"].dump() + " power " + truth["cost_power"].dump());
    }
  }
}

TEST_CASE("sliced distances along given directions agree with the golden values", "[unit]") {
  for (const auto& cloud : golden()["clouds_2d"]) {
    const OwnedMatrix x = points(cloud["X"]), y = points(cloud["Y"]), gradient(y.rows, y.columns);
    const auto& sliced = cloud["sliced"];
    const OwnedMatrix directions = points(sliced["projections (not renormalised)"]);
    SlicedWasserstein distance;
    check_close(distance(1, directions, x, y, gradient), number(sliced["SW1 = mean W1"]), as_floats, "SW1");
    check_close(std::sqrt(distance(2, directions, x, y, gradient)), number(sliced["SW2 = sqrt(mean W2^2)"]), as_floats,
                "SW2");
    for (std::int64_t k = 0; k < directions.rows; ++k) {
      const auto i = static_cast<std::size_t>(k);
      const ConstMatrix one = directions.view().slice(k, 1);
      check_close(distance(1, one, x, y, gradient), number(sliced["W1_per_projection"][i]), as_floats, "W1");
      check_close(distance(2, one, x, y, gradient), number(sliced["W2sq_per_projection"][i]), as_floats, "W2²");
    }
  }
}

TEST_CASE("on the line sliced distances are the golden Wasserstein ones, and the energy distance Cramér's", "[unit]") {
  for (const auto& sample : golden()["samples_1d"]) {
    const OwnedMatrix x = points(sample["x"]), y = points(sample["y"]);
    check_close(value(*sliced(1, 3), x, y), number(sample["W1"]), as_floats, "W1");
    check_close(value(*sliced(2, 3), x, y), number(sample["W2_squared"]), as_floats, "W2²");
    check_close(value(*energy("V"), x, y), 2 * number(sample["cramer_L2_squared = int (F-G)^2"]), as_floats, "V");
    check_close(value(*energy("U"), x, y), number(sample["energy"]["U_statistic"]), as_floats, "U");
  }
}

TEST_CASE("quantiles of two Gaussians have the distances of the Gaussians", "[unit]") {
  constexpr std::int64_t n = 4000;
  for (const auto& pair : golden()["gaussian_1d"]) {
    const OwnedMatrix p = quantiles(number(pair["P"]["mean"]), number(pair["P"]["sigma"]), n);
    const OwnedMatrix q = quantiles(number(pair["Q"]["mean"]), number(pair["Q"]["sigma"]), n);
    constexpr double discrete = 2e-3;  // W2² loses most: the outermost quantiles stand for the whole tails
    check_close(value(*sliced(1, 1), p, q), number(pair["W1"]), discrete, "W1");
    check_close(value(*sliced(2, 1), p, q), number(pair["W2_squared"]), discrete, "W2²");
    check_close(value(*energy("V"), p, q), number(pair["energy_distance"]), discrete, "energy");
    for (const auto& [bandwidth, truth] : pair["MMD2_rbf"].items())
      check_close(value(*mmd("rbf", std::stod(bandwidth), "V"), p, q), number(truth), discrete, "MMD² " + bandwidth);
  }
}

TEST_CASE("values and gradients are those of the definitions, in few dimensions and in many", "[unit]") {
  struct Setting {
    std::int64_t n, m, d;
  };
  for (const auto& [n, m, d] : {Setting{7, 7, 1}, Setting{12, 9, 2}, Setting{9, 12, 5}, Setting{10, 10, 40}}) {
    const float std = d > 16 ? 0.3F : 1;
    const OwnedMatrix x = normals(n, d, 1, 0.5F, std), y = normals(m, d, 2, 0.3F, std);
    for (const bool unbiased : {false, true}) {
      const char* statistic = unbiased ? "U" : "V";
      check_definition("energy", *energy(statistic), naive::radial([](double s) { return std::sqrt(s); }, unbiased), x,
                       y, 1e-5);
      check_definition("rbf", *mmd("rbf", 0.8, statistic),
                       naive::radial([](double s) { return -std::exp(-s / (2 * 0.8 * 0.8)); }, unbiased), x, y, 1e-5);
      check_definition("rational_quadratic", *mmd("rational_quadratic", 0.7, statistic),
                       naive::radial([](double s) { return -std::pow(1 + s / (2 * 0.7), -0.7); }, unbiased), x, y,
                       1e-5);
    }
    if (n != m) continue;
    OwnedMatrix directions(16, d);
    random_directions(stream(), directions);
    for (const std::int64_t power : {1, 2})
      check_definition("sliced", *sliced(power, 16), naive::sliced(static_cast<int>(power), naive::cloud(directions)),
                       x, y, 1e-5);
  }
}

TEST_CASE("Sinkhorn's value and gradient are those of the definition, solved to the end in double", "[unit]") {
  struct Setting {
    std::int64_t n, m, d;
  };
  for (const auto& [n, m, d] : {Setting{6, 6, 1}, Setting{7, 5, 2}, Setting{4, 4, 20}}) {
    const float std = d > 16 ? 0.3F : 1;
    const OwnedMatrix x = normals(n, d, 1, 0.5F, std), y = normals(m, d, 2, 0.3F, std);
    for (const std::int64_t power : {1, 2})
      for (const double epsilon : {0.5, 2.0})
        // Floats bound the couplings' relative error by a few times 6e-8 · cost/ε.
        check_definition("sinkhorn", *sinkhorn(epsilon, power), naive::sinkhorn(epsilon, static_cast<int>(power)), x, y,
                         5e-5);
  }
}

TEST_CASE("the mixture of kernels is the mean of its kernels", "[unit]") {
  const OwnedMatrix x = normals(20, 3, 1), y = normals(15, 3, 2, 0.5F);
  Table t;
  t.set("bandwidths", List{0.5, 1.0, 2.0});
  const double mixed = value(*zoo::make("mmd", t), x, y);
  double mean = 0;
  for (const double b : {0.5, 1.0, 2.0}) mean += value(*mmd("rbf", b, "V"), x, y) / 3;
  CHECK(std::abs(mixed - mean) <= 1e-7);
}

TEST_CASE("between a cloud and the same cloud shifted, Sinkhorn's and sliced W2² are closed forms", "[unit]") {
  const OwnedMatrix x = normals(50, 2, 1);
  OwnedMatrix y(50, 2);
  for (std::int64_t i = 0; i < 50; ++i) y.view()(i, 0) = x.view()(i, 0) + 0.75F, y.view()(i, 1) = x.view()(i, 1) - 1;
  for (const double epsilon : {0.05, 0.5, 5.0}) {
    // The cross term of |x − y|² is linear in the shift t: OT_ε(X, X + t) = OT_ε(X, X) + |t|².
    const Result got = measure(*sinkhorn(epsilon, 2), x, y);
    INFO("epsilon = " << epsilon);
    CHECK(std::abs(got.value - 1.5625) <= 1e-5);
    for (std::int64_t i = 0; i < 50; ++i) {
      CHECK(std::abs(got.gradient.view()(i, 0) - 2 * 0.75 / 50) <= 2e-4);
      CHECK(std::abs(got.gradient.view()(i, 1) + 2 * 1.0 / 50) <= 2e-4);
    }
  }
  OwnedMatrix axes(2, 2);
  axes.view()(0, 0) = axes.view()(1, 1) = 1;
  OwnedMatrix gradient(50, 2);
  CHECK(std::abs(SlicedWasserstein()(2, axes, x, y, gradient) - 1.5625 / 2) <= 1e-5);
}

TEST_CASE("with a large ε Sinkhorn's divergence is half the energy distance, or the distance of means", "[unit]") {
  const OwnedMatrix x = normals(30, 2, 1), y = normals(30, 2, 2, 0.5F);
  CHECK(std::abs(value(*sinkhorn(1e4, 1), x, y) - 0.5 * value(*energy("V"), x, y)) <= 1e-3);
  double square = 0;
  for (int k = 0; k < 2; ++k) {
    double gap = 0;
    for (std::int64_t i = 0; i < 30; ++i) gap += (double{x.view()(i, k)} - y.view()(i, k)) / 30;
    square += gap * gap;
  }
  CHECK(std::abs(value(*sinkhorn(1e4, 2), x, y) - square) <= 1e-3);
}

TEST_CASE("every distance between samples is zero, with a zero gradient, between a batch and itself", "[unit]") {
  const auto names = all_without_critic();
  REQUIRE(names.size() >= 4);
  for (const std::string& name : names)
    for (const std::int64_t d : {1, 2, 50}) {
      const OwnedMatrix x = normals(64, d, 5);
      const Result got = measure(*zoo::make(name), x, x);
      INFO(name << " in " << d << " dimensions");
      // Sinkhorn's couplings are solved to a thousandth: its value to that share of ε, its slopes, 2(y − x)/64 each, to
      // that share of their size.
      const bool iterated = name == "sinkhorn";
      CHECK(std::abs(got.value) <= (iterated ? 1e-3 * 0.1 : 1e-6));
      const double solved = iterated ? 1e-3 * 2 * 8 / 64 : 1e-6;
      for (const float g : got.gradient.view().flat()) CHECK(std::abs(g) <= solved);
    }
}

TEST_CASE("every distance between samples is symmetric, never negative, and grows with a shift", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    INFO(name);
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const OwnedMatrix x = normals(40, 2, 2 * seed), y = normals(40, 2, 2 * seed + 1);
      const double there = value(*d, x, y), back = value(*d, y, x);
      CHECK(there >= 0);
      CHECK(error(there, back) <= 2e-4);
    }
    double last = 0;
    for (const float shift : {0.5F, 1.0F, 2.0F, 4.0F}) {
      const double now = value(*d, normals(40, 2, 1), normals(40, 2, 2, shift));
      CHECK(now > last);
      last = now;
    }
  }
}

TEST_CASE("no distance between samples depends on the order of a batch or on where the origin is", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    const OwnedMatrix x = normals(40, 2, 1), y = normals(40, 2, 2, 0.5F);
    OwnedMatrix turned(40, 2), x_moved(40, 2), y_moved(40, 2);
    for (std::int64_t i = 0; i < 40; ++i)
      for (std::int64_t k = 0; k < 2; ++k) {
        turned.view()(i, k) = y.view()(39 - i, k);
        x_moved.view()(i, k) = x.view()(i, k) + 3;
        y_moved.view()(i, k) = y.view()(i, k) + 3;
      }
    const Result plain = measure(*d, x, y), back = measure(*d, x, turned);
    INFO(name);
    CHECK(error(plain.value, back.value) <= 1e-5);
    CHECK(error(plain.value, value(*d, x_moved, y_moved)) <= 1e-4);
    for (std::int64_t i = 0; i < 40; ++i)
      CHECK(std::abs(plain.gradient.view()(i, 0) - back.gradient.view()(39 - i, 0)) <= 1e-4);
  }
}

TEST_CASE("every distance between samples gives the same bits again, after other batches too", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name), fresh = zoo::make(name);
    const OwnedMatrix x = normals(40, 3, 1), y = normals(40, 3, 2);
    const Result first = measure(*d, x, y);
    measure(*d, normals(70, 30, 3), normals(65, 30, 4));
    const Result again = measure(*d, x, y), other = measure(*fresh, x, y);
    INFO(name);
    CHECK((first.value == again.value));
    CHECK((first.value == other.value));
    CHECK(std::memcmp(first.gradient.memory.data(), again.gradient.memory.data(), 40 * 3 * sizeof(float)) == 0);
  }
}

TEST_CASE("following its gradient, fakes reach the data under every distance between samples", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const auto d = zoo::make(name);
    const OwnedMatrix x = normals(30, 2, 1), y = normals(30, 2, 2, 1.5F);
    const double before = value(*d, x, y);
    for (std::uint64_t k = 0; k < 1500; ++k) {
      const Result at = measure(*d, x, y, stream(k));
      for (std::int64_t i = 0; i < y.memory.size(); ++i) y.memory.data()[i] -= 3 * at.gradient.memory.data()[i];
    }
    INFO(name << ": " << before << " became " << value(*d, x, y));
    CHECK(value(*d, x, y) <= 0.05 * before);
  }
}

TEST_CASE("points that coincide have finite gradients", "[unit]") {
  for (const std::string& name : all_without_critic())
    for (const std::int64_t dimensions : {2, 40}) {
      const OwnedMatrix x = normals(20, dimensions, 1);
      OwnedMatrix y(20, dimensions);
      for (std::int64_t i = 0; i < 20; ++i)
        for (std::int64_t k = 0; k < dimensions; ++k) y.view()(i, k) = x.view()(0, k) + (i % 2 == 0 ? 0 : 1e-6F);
      const Result got = measure(*zoo::make(name), x, y);
      INFO(name << " in " << dimensions << " dimensions");
      CHECK(std::isfinite(got.value));
      // No fake can be pulled harder than by a whole distance of everything else.
      for (const float g : got.gradient.view().flat()) CHECK(std::abs(g) <= 10);
    }
}

TEST_CASE("a fake that is not a number makes the distance no number", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    const OwnedMatrix x = normals(20, 2, 1), y = normals(20, 2, 2);
    y.view()(3, 1) = NAN;
    INFO(name);
    CHECK(std::isnan(value(*zoo::make(name), x, y)));
  }
}

TEST_CASE("sliced distances draw their lines from the stream given", "[unit]") {
  const OwnedMatrix x = normals(40, 3, 1), y = normals(40, 3, 2, 0.5F);
  const auto d = sliced(2, 8);
  CHECK((measure(*d, x, y, stream(1)).value != measure(*d, x, y, stream(2)).value));
  CHECK((measure(*d, x, y, stream(1)).value == measure(*d, x, y, stream(1)).value));
  OwnedMatrix directions(1000, 3);
  random_directions(stream(), directions);
  double mean = 0;
  for (std::int64_t k = 0; k < 1000; ++k) {
    const auto v = directions.view().row(k);
    CHECK(std::abs(double{v[0]} * v[0] + double{v[1]} * v[1] + double{v[2]} * v[2] - 1) <= 1e-6);
    mean += double{v[0]} * v[0] / 1000;
  }
  CHECK(std::abs(mean - 1.0 / 3) <= 0.05);  // five standard errors
}

TEST_CASE("a distance between samples refuses what it cannot be measured on", "[unit]") {
  const OwnedMatrix one = normals(1, 2, 1);
  try {
    value(*energy("U"), one, one);
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).find("divergence.statistic is \"U\", but must be \"V\" for batches of one sample") !=
          std::string::npos);
  }
  Table t;
  t.set("bandwidths", List{});
  try {
    zoo::make("mmd", t);
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).find("divergence.bandwidths and alphas must hold at least one number each") !=
          std::string::npos);
  }
  std::vector<float> v(2);
  const auto d = zoo::make("energy");
  CHECK_THROWS_AS(d->critic({v.data(), 2, 1}, {v.data(), 2, 1}, {v.data(), 2, 1}, {v.data(), 2, 1}), std::logic_error);
}

TEST_CASE("samples too far apart for a squared distance, or not finite, are at the distance NaN", "[unit]") {
  for (const std::string& name : all_without_critic()) {
    CAPTURE(name);
    const auto divergence = zoo::make(name);
    for (const std::int64_t d : {1, 2, 100}) {
      const OwnedMatrix near = normals(64, d, 1), far = normals(64, d, 2, 1e30f, 1e29f);
      for (const auto& [real, fake] :
           {std::pair(ConstMatrix(near), ConstMatrix(far)), std::pair(ConstMatrix(far), ConstMatrix(near)),
            std::pair(ConstMatrix(far), ConstMatrix(far))}) {
        const Result got = measure(*divergence, real, fake);
        CHECK(std::isnan(got.value));
        for (const float slope : got.gradient.view().flat()) CHECK(std::isnan(slope));
      }
      for (const float odd : {NAN, INFINITY, -INFINITY}) {
        const OwnedMatrix broken = normals(64, d, 3);
        broken.view()(63, d - 1) = odd;
        CHECK(std::isnan(value(*divergence, near, broken)));
        CHECK(std::isnan(value(*divergence, broken, near)));
      }
      CHECK(std::isfinite(value(*divergence, near, normals(64, d, 4, 1e17f))));
    }
  }
}

TEST_CASE("the Sinkhorn solver itself ends on infinite costs", "[unit]") {
  const OwnedMatrix near = normals(8, 2, 1), far = normals(8, 2, 2, 1e30f);
  OwnedMatrix gradient(8, 2);
  CHECK(std::isnan(Sinkhorn()({.epsilon = 0.1, .power = 2, .iterations = 10, .tolerance = 1e-3}, near, far, gradient)));
}
