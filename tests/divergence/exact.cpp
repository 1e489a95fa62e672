// Exact values: closed forms, limits of size, and the error that is told with each.
#include "exact_scene.hpp"

using namespace ganzoo;
using namespace exact_scene;

TEST_CASE("Gaussians far apart and very narrow have their Kullback–Leibler divergence", "[unit]") {
  for (const auto& [m1, s1, m2, s2] : std::vector<std::array<double, 4>>{{2e4, 1, 0, 1},
                                                                         {1e6, 1, 0, 1},
                                                                         {0, 1, 0, 1e-4},
                                                                         {3, 1, 0, 1e-6},
                                                                         {1e6, 1e-4, 1e6 + 1e-4, 2e-4},
                                                                         {1, 2, 0, 1}}) {
    const std::string p = fmt::format("normal({}, {})", m1, s1), q = fmt::format("normal({}, {})", m2, s2);
    INFO(p << " and " << q);
    const double there = kl(m1, s1, m2, s2), back = kl(m2, s2, m1, s1);
    holds(of("kl", p, q), there, 2e-14);
    holds(of("reverse_kl", q, p), there, 2e-14);
    holds(of("donsker_varadhan", p, q), there, 2e-14);
    holds(of("cressie_read", p, q, with("lambda", 0.0)), there, 2e-14);
    holds(of("jeffrey", p, q), there + back, 1e-13);
  }
}

TEST_CASE("Gaussians that are nearly alike, or of any scale, keep every digit of the closed forms", "[unit]") {
  const auto precise = [](const Exact& got, double truth) {
    INFO("got " << got.value << " ± " << got.error << ", truth " << truth << " " << got.reason);
    CHECK(std::abs(got.value - truth) <= got.error + 1e-15 * truth);
    CHECK(got.error <= 1e-13 * truth);
  };
  for (const double shift : {1e-20, 1e-9, 1e-150}) {
    const std::string p = fmt::format("normal({}, 1)", shift), q = "normal(0, 1)";
    const double half_square = 0.5 * shift * shift;
    for (const char* name : {"kl", "reverse_kl", "alpha", "cressie_read", "donsker_varadhan"})
      precise(of(name, p, q), half_square);
    precise(of("jeffrey", p, q), 2 * half_square);
    precise(of("squared_hellinger", p, q), 0.5 * half_square);
    precise(of("hellinger_alpha", p, q), 0.5 * half_square);
    precise(of("renyi", p, q), 0.5 * half_square);
    for (const char* name : {"pearson", "pearson_clamped", "neyman"}) precise(of(name, p, q), 2 * half_square);
    precise(of("symmetric_chi2", p, q), 4 * half_square);
  }
  const double more = (1 + 1e-12) - 1, alike = more * more * (1 - 5 * more / 3);  // log σ² alone, to second order
  precise(of("kl", "normal(0, 1.000000000001)", "normal(0, 1)"), more * more * (1 + more / 3 - 2 * more / 3));
  precise(of("reverse_kl", "normal(0, 1.000000000001)", "normal(0, 1)"), alike);
  precise(of("kl", "normal(0, 3e16)", "normal(1e16, 1e16)"), kl(0, 3, 1, 1));
  precise(of("kl", "normal(0, 1)", "normal(0, 1e18)"), kl(0, 1, 0, 1e18));
  precise(of("squared_hellinger", "normal(0, 1)", "normal(0, 1e20)"), 2 - 2 * std::sqrt(2e-20));
  precise(of("alpha", "normal(0, 1)", "normal(0, 1e20)", with("alpha", 0.5)), 4 - 4 * std::sqrt(2e-20));
  CHECK(of("kl", "normal(3, 0.2)", "normal(3, 0.2)").value == 0);
  CHECK(of("kl", "normal(3, 0.2)", "normal(3, 0.2)").error == 0);
}

TEST_CASE("the closed forms of Gaussians are what quadrature of f gives", "[unit]") {
  for (const auto& [p, q] : std::vector<std::pair<std::string, std::string>>{{"normal(0.5, 0.9)", "normal(0, 1)"},
                                                                             {"normal(0.5, 1.1)", "normal(0, 1)"},
                                                                             {"normal(-2, 0.8)", "normal(1, 1.01)"}}) {
    const auto agree = [&](const std::string& name, const Table& parameters, const Exact& truth) {
      const Exact closed = of(name.c_str(), p, q, parameters);
      INFO(name << " of " << p << ", " << q << ": " << closed.value << ", by quadrature " << truth.value);
      CHECK(std::abs(closed.value - truth.value) <= closed.error + truth.error);
      CHECK(closed.error <= 1e-13 * truth.value);
    };
    agree("kl", {}, typed<TypedKl>(p.c_str(), q.c_str()));
    agree("reverse_kl", {}, typed<TypedReverseKl>(p.c_str(), q.c_str()));
    agree("squared_hellinger", {}, typed<TypedPower<1, 2>>(p.c_str(), q.c_str()));
    agree("pearson", {}, typed<TypedPearson>(p.c_str(), q.c_str()));
    agree("hellinger_alpha", with("alpha", 0.25), typed<TypedPower<1, 4>>(p.c_str(), q.c_str()));
    agree("hellinger_alpha", with("alpha", 1.25), typed<TypedPower<5, 4>>(p.c_str(), q.c_str()));
  }
}

TEST_CASE("bounded divergences have their value at whatever ratio of scales and distance", "[unit]") {
  for (const double scale : {1e-6, 1e-8, 1e-12, 1e-40, 1e-300}) {
    INFO(scale);
    // The densities cross at ± scale √(2 log(1/scale)/(1 − scale²)).
    const double z = std::sqrt(-std::log(scale) / (1 - scale * scale));
    const Exact tv = of("total_variation", "normal(0, 1)", fmt::format("normal(0, {})", scale));
    CHECK(tv.reason.empty());
    CHECK(tv.error < 1e-12);
    CHECK(std::abs(tv.value - (std::erf(z) - std::erf(z * scale))) <= tv.error + 4e-16);
    for (const auto& [name, most] : {std::pair{"js", 2 * std::numbers::ln2}, std::pair{"triangular", 2.0}}) {
      const Exact far = of(name, "normal(0, 1)", fmt::format("normal(1e30, {})", scale));
      CHECK(far.reason.empty());
      CHECK(std::abs(far.value - most) <= far.error);
      CHECK(far.error < 1e-12);
      const Exact turned = of(name, fmt::format("normal(0, {})", scale), "normal(0, 1)");
      CHECK(std::abs(turned.value - of(name, "normal(0, 1)", fmt::format("normal(0, {})", scale)).value) <=
            2 * turned.error);
    }
  }
  // Halves that share nothing, and halves that differ as normal(0, 1) and normal(0, 10) do.
  const Exact mixed = of("js", "mixture(0.5*normal(0, 1) + 0.5*normal(3, 1e-30))",
                         "mixture(0.5*normal(3, 1e-29) + 0.5*normal(1e20, 1))");
  const Exact alike = of("js", "normal(0, 1)", "normal(0, 10)");
  CHECK(std::abs(mixed.value - (std::numbers::ln2 + alike.value / 2)) <= mixed.error + alike.error);
}

TEST_CASE("where log p/q is all rounding, the error says so", "[unit]") {
  const Exact lost = typed<TypedKl>("mixture(0.5*normal(1e-20, 1) + 0.5*normal(1e-20, 1))", "normal(0, 1)");
  CHECK(lost.error >= 5e-41);
  CHECK(lost.error <= 1e-26);
}

TEST_CASE("a divergence of which only f is known has its exact value too", "[unit]") {
  holds(typed<TypedJs>("normal(0, 1)", "normal(1, 1)"), 0.22284296436947235943);
  holds(typed<TypedSum>("normal(0, 1)", "normal(1, 1)"), 0.43664600108154073);
  holds(typed<TypedReverseKl>("normal(0, 0.05)", "normal(0, 1)"), kl(0, 1, 0, 0.05));
  holds(typed<TypedReverseKl>("normal(0, 0.02)", "normal(0, 1)"), kl(0, 1, 0, 0.02));
  holds(typed<TypedJs>("normal(1e5, 1)", "normal(0, 1)"), 2 * std::log(2));
}

TEST_CASE("where rounding of f leaves no digit there is a reason and no number", "[unit]") {
  CHECK(typed<Noisy>("normal(0, 1)", "normal(0.5, 1)").error <= 1e-11);
  const Exact lost = typed<Noisy>("normal(0, 1)", "normal(0, 0.7)");
  CHECK(std::isnan(lost.value));
  INFO(lost.reason);
  CHECK(lost.reason.find("rounding") != std::string::npos);
}

TEST_CASE("what is larger than a double, or diverges, is infinite and says which", "[unit]") {
  const auto infinite = [](const Exact& d, const char* why) {
    INFO(d.value << " " << d.reason);
    CHECK(d.value == infinity);
    CHECK(d.reason.find(why) != std::string::npos);
  };
  infinite(of("pearson", "normal(30, 1)", "normal(0, 1)"), "larger than a double: e^900");
  infinite(of("neyman", "normal(30, 1)", "normal(0, 1)"), "larger than a double");
  for (const char* mean : {"normal(1e9, 1)", "normal(1e12, 1)", "normal(1e200, 1)"}) {  // e^(10¹⁸ ± 200), and more
    for (const char* name : {"pearson", "pearson_clamped", "neyman"})
      infinite(of(name, mean, "normal(0, 1)"), "larger than a double: at least e^1e+18");
    infinite(of("hellinger_alpha", mean, "normal(0, 1)", with("alpha", 3.0)), "larger than a double: at least e^1e+18");
  }
  infinite(of("symmetric_chi2", "normal(40, 1)", "normal(0, 1)"), "larger than a double");
  infinite(of("exponential", "normal(0, 1e-4)", "normal(0, 1)"), "larger than a double");
  infinite(of("pearson", "normal(0, 1.5)", "normal(0, 1)"), "diverges");
  infinite(of("pearson", "normal(0, 2)", "normal(0, 1)"), "diverges");
  infinite(of("neyman", "normal(0, 1)", "normal(3, 2)"), "diverges");
  infinite(of("kl", "discrete(0.5, 0.5)", "discrete(0, 1)"), "P has mass where Q has none");
  infinite(of("reverse_kl", "discrete(0, 1)", "discrete(0.5, 0.5)"), "Q has mass where P has none");
}

TEST_CASE("discrete distributions with zeros and the smallest doubles have their closed forms", "[unit]") {
  for (const double e : {1e-30, 1e-160, 1e-300, 1e-310, 5e-324}) {
    const std::string half = "discrete(0.5, 0.5)", rare = fmt::format("discrete({}, 1)", e);
    INFO(rare);
    holds(of("triangular", half, rare), 2.0 / 3);
    holds(of("triangular", rare, half), 2.0 / 3);
    holds(of("neyman", half, rare), 1);
    holds(of("pearson", rare, half), 1);
    holds(of("reverse_kl", half, rare), std::log(2));
    holds(of("kl", half, rare), 0.5 * std::log(0.5 / e) + 0.5 * std::log(0.5), 1e-13);
    holds(of("total_variation", half, rare), 0.5);
    holds(of("squared_hellinger", half, rare), 2 - std::sqrt(2) * (1 + std::sqrt(e)));
    holds(of("jsd", rare, half), 0.25 * std::log(2) + 0.5 * std::log(4.0 / 3) + 0.25 * std::log(2.0 / 3));
  }
  holds(of("jsd", "discrete(0, 1)", "discrete(5e-324, 1)"), 0);
  holds(of("js", "discrete(1, 0)", "discrete(0, 1)"), 2 * std::log(2));
}

TEST_CASE("no divergence is negative, and none of P and P is more than rounding", "[unit]") {
  for (const auto& entry : zoo::entries()) {
    INFO(entry.key);
    const auto divergence = zoo::make(entry.name, entry.parameters);
    const double least = divergence->mathematics()->f(1).value;
    const auto value = [&](const char* p, const char* q) {
      return divergence->exact_value(parse_distribution(p), parse_distribution(q));
    };
    for (const char* p :
         {"normal(0.3, 1.7)", "mixture(0.1*normal(-1, 1e-3) + 0.9*normal(5, 2))", "discrete(0.1, 0.1, 0.8)"}) {
      const Exact same = value(p, p);
      CHECK(std::abs(same.value - least) <= 1e-14);
      if (least == 0) CHECK(same.value >= 0);
    }
    if (least == 0) CHECK(value("discrete(0.1, 0.2, 0.7)", "discrete(0.1, 0.20000000000000001, 0.7)").value >= 0);
    if (least == 0) CHECK(value("normal(0, 1)", "normal(1e-9, 1)").value >= 0);
  }
}

TEST_CASE("a power that is nearly a limit gives nearly the limit", "[unit]") {
  const char *p = "normal(0, 1)", *q = "normal(1, 2)";
  for (const double off : {1e-6, 1e-9, 1e-12, 1e-15}) {
    INFO("off by " << off);
    const auto near = [&](const Exact& d, const char* limit) {
      INFO(d.value << " ± " << d.error);
      CHECK(std::abs(d.value - of(limit, p, q).value) <= 5 * off + 1e-14);
      CHECK(d.error <= 1e-13);
    };
    near(of("cressie_read", p, q, with("lambda", -1 + off)), "reverse_kl");
    near(of("cressie_read", p, q, with("lambda", off)), "kl");
    near(of("alpha", p, q, with("alpha", 1 - off)), "kl");
    near(of("alpha", p, q, with("alpha", -off)), "reverse_kl");
    near(of("renyi", p, q, with("alpha", 1 + off)), "kl");
  }
}

TEST_CASE("a kink is told to the quadrature wherever p = γq", "[unit]") {
  // ½∫|p − q| of two Gaussians of one width, γ-quantiles moved: E_γ = Φ(d/2 − log γ/d) − γ Φ(−d/2 − log γ/d).
  const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); };
  for (const double d : {0.1, 0.37, 1.0, 2.3, 7.1})
    for (const double gamma : {1.0, 1.3, 2.0, 7.0}) {
      INFO("d = " << d << ", γ = " << gamma);
      const double at = std::log(gamma) / d;
      holds(of("hockey_stick", fmt::format("normal({}, 1)", d), "normal(0, 1)", with("gamma", gamma)),
            phi(d / 2 - at) - gamma * phi(-d / 2 - at), 2e-14);
    }
  holds(of("total_variation", "normal(0, 1)", "normal(1, 1)"), 2 * phi(0.5) - 1, 1e-14);
  // Flat far beyond u = 1, and then not.
  holds(of("hockey_stick", "normal(30, 1)", "normal(0, 1)", with("gamma", 1e6)), 1);
  holds(of("hockey_stick", "discrete(0.4, 0.6)", "discrete(0, 1)", with("gamma", 1.0)), 0.4);
  holds(of("hockey_stick", "discrete(0.4, 0.6)", "discrete(0, 1)", with("gamma", 1e6)), 0.4);
}
