// Exact values of what is no f-divergence: Rényi's, transport, energy, kernels.
#include "exact_scene.hpp"

using namespace ganzoo;
using namespace exact_scene;

TEST_CASE("Rényi's divergence of Gaussians has its closed form, however far they are apart", "[unit]") {
  const auto renyi = [](double a, double m1, double s1, double m2, double s2) {
    const double square =
        (1 - a) * s1 * s1 + a * s2 * s2;  // van Erven & Harremoës, IEEE Trans. Inf. Theory 60(7), 2014
    return std::log(s2 / s1) + std::log(s2 * s2 / square) / (2 * (a - 1)) + a * (m1 - m2) * (m1 - m2) / (2 * square);
  };
  for (const double a : {0.25, 0.5, 2.0})
    for (const auto& [m1, s1, m2, s2] :
         std::vector<std::array<double, 4>>{{0, 1, 1, 1}, {0, 1, 60, 1}, {0, 1, 3000, 1}, {0, 0.7, 1, 1.1}}) {
      INFO("α = " << a << ", " << m2);
      holds(of("renyi", fmt::format("normal({}, {})", m1, s1), fmt::format("normal({}, {})", m2, s2), with("alpha", a)),
            renyi(a, m1, s1, m2, s2), 1e-8);
    }
  CHECK(of("renyi", "discrete(1, 0)", "discrete(0, 1)", with("alpha", 0.5)).value == infinity);
}

TEST_CASE("transport on the line agrees with closed forms and with a sum over quantiles", "[unit]") {
  holds(of("wasserstein", "normal(1, 0.3)", "normal(0, 2)"), 1.5845360040229561);
  holds(of("wasserstein", "normal(1, 0.3)", "normal(0, 2)", with("p", 2)), std::sqrt(1 + 1.7 * 1.7));
  // The quadrature that mixtures take, held to the closed form: a mixture of one and the same component.
  const char *p = "mixture(0.5*normal(1, 0.3) + 0.5*normal(1, 0.3))",
             *q = "mixture(0.25*normal(0, 2) + 0.75*normal(0, 2))";
  holds(of("wasserstein", p, q), 1.5845360040229561, 1e-11);
  holds(of("wasserstein", p, q, with("p", 2)), std::sqrt(1 + 1.7 * 1.7), 1e-11);
  holds(of("sliced_wasserstein", p, q), 1 + 1.7 * 1.7, 1e-11);
  holds(of("wasserstein", "normal(1e6, 1e-3)", "normal(0, 1e-3)"), 1e6, 1e-14);
  holds(of("wasserstein", "discrete(0.1, 0.2, 0.7)", "discrete(0.3, 0, 0.7)"), 0.2);
  holds(of("wasserstein", "discrete(0.5, 0, 0.5)", "discrete(0, 1, 0)", with("p", 2)), 1);
}

TEST_CASE("energy and kernel distances agree with closed forms", "[unit]") {
  holds(of("energy", "normal(0, 1)", "normal(1, 1)"), 0.5418065793059575);
  holds(of("energy", "discrete(0.1, 0.2, 0.7)", "discrete(0.3, 0, 0.7)"), 0.08);
  const auto rbf = [](double b) { return with("bandwidths", List{b}); };
  holds(of("mmd", "normal(0, 1)", "normal(1, 1)", rbf(1)), 0.17726763491986197);
  holds(of("mmd", "normal(1, 0.3)", "normal(0, 2)", rbf(0.5)), 0.5087897859888529);
  Table rational = with("kernel", "rational_quadratic");
  rational.set("alphas", List{1.0});
  // (1 + d²/2)⁻¹ between 0, 1, 2.
  holds(of("mmd", "discrete(1, 0, 0)", "discrete(0, 0, 1)", rational), 2 - 2.0 / 3);
  // Of a density nearly a point, nearly the kernel itself.
  CHECK(std::abs(of("mmd", "normal(0, 1e-5)", "normal(2, 1e-5)", rational).value - (2 - 2.0 / 3)) <= 1e-9);
}

TEST_CASE("what needs a trained critic has no exact value", "[unit]") {
  const Exact none = of("hinge", "normal(0, 1)", "normal(1, 1)");
  CHECK(std::isnan(none.value));
  CHECK(none.reason.find("trained critic") != std::string::npos);
  CHECK_THROWS_AS(zoo::make("wasserstein", with("p", 2))->traits(), Error);
}
