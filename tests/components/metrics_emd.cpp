#include <cmath>
#include <numeric>
#include <plugins/metrics/transport_plan.hpp>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

using Values = std::vector<double>;

Values emd(const Values& x, const Values& y, std::int64_t d) { return evaluate_doubles(*make<Metric>("emd"), x, y, d); }

double w1_on_the_line(const Values& x, const Values& y) {
  return evaluate_doubles(*make<Metric>("wasserstein_1d"), x, y)[0];
}

}  // namespace

TEST_CASE("W1 and W2 in the plane equal their golden values", "[unit]") {
  for (const auto file = reference("measures.json"); const auto& cloud : file.at("clouds_2d")) {
    const Values x = doubles(cloud.at("X")), y = doubles(cloud.at("Y"));
    for (const Values& values : {emd(x, y, 2), emd(y, x, 2)}) {
      CHECK(std::abs(values[0] - cloud.at("W1").get<double>()) <= 1e-9);
      CHECK(std::abs(values[1] - cloud.at("W2").get<double>()) <= 1e-9);
    }
  }
}

TEST_CASE("W1 by the network simplex is W1 on the line by sorting", "[unit]") {
  for (const std::int64_t m : {97, 60, 120}) {
    const Values x = as_doubles(normals(120, 1, 1)), y = as_doubles(normals(m, 1, 2, 1, 2));
    CHECK(std::abs(emd(x, y, 1)[0] - w1_on_the_line(x, y)) <= 1e-12);
  }
}

TEST_CASE("a plan's marginals are exact, and its cost is no more than that of any other", "[unit]") {
  const metrics::Points x = metrics::as_points(ConstMatrix(normals(42, 3, 3)));
  const metrics::Points y = metrics::as_points(ConstMatrix(normals(56, 3, 4)));
  metrics::Points costs(42, 56);
  for (Eigen::Index i = 0; i < 42; ++i) costs.row(i) = (y.rowwise() - x.row(i)).rowwise().norm().transpose();
  const metrics::Plan plan = metrics::transport_plan(costs);
  CHECK(plan.minCoeff() >= 0);
  CHECK((plan.rowwise().sum().array() == 4).all());
  CHECK((plan.colwise().sum().array() == 3).all());
  CHECK((plan.array() > 0).count() <= 42 + 56 - 1);  // a vertex of the polytope
  CHECK(metrics::least_mean_cost(costs) < costs.mean());
}

TEST_CASE("W1 and W2 of a shift are its length, whatever the order", "[unit]") {
  const Values x = as_doubles(normals(100, 3, 5));
  Values y(x.rbegin(), x.rend());  // in reverse order, and its coordinates too
  for (std::size_t i = 0; i < y.size(); i += 3) std::swap(y[i], y[i + 2]);
  CHECK(emd(x, y, 3) == Values{0, 0});
  for (std::size_t i = 0; i < y.size(); i += 3) y[i] += 3, y[i + 1] += 4;
  const Values values = emd(x, y, 3);
  CHECK(std::abs(values[1] - 5) <= 1e-12);  // the mean of squares is least where all move alike
  CHECK(std::abs(values[0] - 5) <= 1e-12);
}

TEST_CASE("repeating every sample moves neither W1 nor W2", "[unit]") {
  const Values x = as_doubles(normals(30, 2, 6)), y = as_doubles(normals(20, 2, 7, 1));
  Values twice = x;
  twice.insert(twice.end(), x.begin(), x.end());
  const Values once = emd(x, y, 2), again = emd(twice, y, 2);
  CHECK(std::abs(once[0] - again[0]) <= 1e-12);
  CHECK(std::abs(once[1] - again[1]) <= 1e-12);
}

TEST_CASE("emd is NaN of what is not finite", "[unit]") {
  CHECK(std::isnan(emd({1, NAN}, {1, 2}, 1)[0]));
  CHECK(std::isnan(emd({1, 1e200}, {1, 2}, 1)[1]));
}
