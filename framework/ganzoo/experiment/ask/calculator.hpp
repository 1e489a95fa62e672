/// A divergence as a calculator: what `ganzoo eval` asks, answered in a process of its own.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/remote/fields.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// What is to be calculated: of an f-divergence f, f′, f″ at u; f*, f*′ at t; g, g′, f*∘g and its slope at v; of any D(P‖Q).
struct Calculate {
  std::string divergence;  ///< a name or a file
  Table parameters;
  std::vector<double> u, t, v;
  std::string p, q;  ///< distributions as text; both empty: no D
};

/// Columns of equal length, the first of them the points asked for; NaN where undefined.
struct Columns {
  std::vector<std::string> names;
  std::vector<std::vector<double>> values;

  static constexpr auto fields =
      std::tuple{remote::field("names", &Columns::names), remote::field("values", &Columns::values)};
};

/// The scores at which a term that only f gives is right; beyond, the columns hold what training uses.
struct CertifiedRange {
  std::string name;  ///< of the column
  double low = 0, high = 0;

  static constexpr auto fields =
      std::tuple{remote::field("name", &CertifiedRange::name), remote::field("low", &CertifiedRange::low),
                 remote::field("high", &CertifiedRange::high)};
};

struct Calculation {
  std::string name, title;
  Table parameters;  ///< the component's own, complete
  std::string link;  ///< empty for what is no f-divergence
  std::vector<Columns> columns;
  std::vector<CertifiedRange> certified;
  std::optional<Exact> distance;
};

/// Throws ganzoo::Error: what is wrong with the question, or (usage) that the component ended or blocked the process.
Calculation calculate(const Calculate& request);

}  // namespace ganzoo::experiment
