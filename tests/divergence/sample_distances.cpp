// Distances between samples: golden values, definitions in double, closed forms.
#include "sample_distance_scene.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;
using namespace sample_distance_scene;

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
