/// Random formulas that are convex in u > 0 with f(1) = 0 by the way they are made.
#pragma once

#include <fmt/format.h>

#include <array>
#include <ganzoo/core/rng.hpp>
#include <string>

namespace laws_test {

/// Convex: sums and multiples of convex functions, u·φ(1/u), φ(au + b), whatever affine is added.
class Grammar {
 public:
  explicit Grammar(std::uint64_t number) : rng_(17, ganzoo::Purpose::other, number) {}

  std::string formula() {
    std::string text = weighted(term());
    for (std::uint64_t more = below(3); more > 0; --more) text += " + " + weighted(term());
    if (below(3) == 0) text += fmt::format(" {} {:.3g}*(u - 1)", below(2) ? '+' : '-', between(0.1, 5));
    return text;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return rng_.below(next_++, n); }
  double between(double low, double high) { return low + (high - low) * rng_.uniform(next_++); }

  std::string weighted(const std::string& term) {
    return below(3) ? fmt::format("{:.3g}*({})", between(0.05, 4), term) : "(" + term + ")";
  }

  /// φ(x) − φ(x at u = 1) where x is u, or au + b; or its adjoint u·φ(1/u).
  std::string term() {
    const std::uint64_t which = below(3);
    if (which == 0) {
      const double a = between(0.3, 2), b = between(0.05, 1);
      const std::string x = fmt::format("({:.3g}*u + {:.3g})", a, b), at_1 = fmt::format("({:.3g} + {:.3g})", a, b);
      const auto base = convex();
      return base(x) + " - " + "(" + base(at_1) + ")";
    }
    const auto base = convex();
    if (which == 1) return fmt::format("u*({} - ({}))", base("(1/u)"), base("(1)"));
    return fmt::format("{} - ({})", base("(u)"), base("(1)"));
  }

  /// A convex function of a positive argument, as text.
  struct Convex {
    std::string pattern;  ///< "{0}": the argument
    std::string operator()(const std::string& x) const { return fmt::format(fmt::runtime(pattern), x); }
  };
  Convex convex() {
    const double c = between(0.2, 2), steep = between(1.1, 3), shallow = between(0.15, 0.85);
    const std::array<std::string, 18> all{
        "{0}*log{0}",
        "-log{0}",
        "({0} - 1)^2",
        "(sqrt{0} - 1)^2",
        "({0} - 1)^2/({0} + 1)",
        fmt::format("({{0}} - 1)^2/({{0}} + {:.3g})", c),
        "1/{0}",
        fmt::format("{{0}}^{:.3g}", steep),
        fmt::format("-{{0}}^{:.3g}", shallow),
        fmt::format("{{0}}^(-{:.3g})", shallow),
        "{0}*log{0} - ({0} + 1)*log(({0} + 1)/2)",
        "({0} - 1)*log{0}",
        "sqrt(1 + {0}^2)",
        fmt::format("-log({{0}} + {:.3g})", c),
        fmt::format("({{0}} + {0:.3g})*log({{0}} + {0:.3g})", c),
        "-lambert_w{0}",
        fmt::format("abs({{0}} - 1)^{:.3g}", 1 + shallow),
        fmt::format("exp(-{:.3g}*{{0}})", c),
    };
    const std::string& pattern = all[below(all.size())];
    return {pattern};
  }

  ganzoo::Rng rng_;
  std::uint64_t next_ = 0;
};

}  // namespace laws_test
