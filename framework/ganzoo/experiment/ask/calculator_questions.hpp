/// What the process that evaluates a divergence is asked.
#pragma once

#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/remote/values.hpp>

namespace ganzoo::remote {

template <>
struct Declared<Exact> {
  static constexpr auto fields =
      std::tuple{field("value", &Exact::value), field("error", &Exact::error), field("reason", &Exact::reason)};
};

}  // namespace ganzoo::remote

namespace ganzoo::experiment {

struct ChosenDivergence {
  std::string name;
  Table parameters;

  static constexpr auto fields = std::tuple{remote::field("name", &ChosenDivergence::name),
                                            remote::field("parameters", &ChosenDivergence::parameters)};
};

struct DivergenceInWords {
  std::string name, title;
  Table parameters;  ///< its own, complete
  std::string link;  ///< "" where it is no f-divergence

  static constexpr auto fields = std::tuple{
      remote::field("name", &DivergenceInWords::name), remote::field("title", &DivergenceInWords::title),
      remote::field("parameters", &DivergenceInWords::parameters), remote::field("link", &DivergenceInWords::link)};
};

struct DescribeDivergence {
  static constexpr const char* name = "describe divergence";
  using Answer = DivergenceInWords;
  ChosenDivergence divergence;
  static constexpr auto fields = std::tuple{remote::field("divergence", &DescribeDivergence::divergence)};
};

/// Which functions: f and its slopes at u, f* at t, those of the link at v.
enum class Argument : std::uint8_t { u, t, v };

struct Tabulated {
  Columns columns;
  std::vector<CertifiedRange> certified;

  static constexpr auto fields =
      std::tuple{remote::field("columns", &Tabulated::columns), remote::field("certified", &Tabulated::certified)};
};

struct Tabulate {
  static constexpr const char* name = "tabulate";
  using Answer = Tabulated;
  ChosenDivergence divergence;
  Argument argument = Argument::u;
  std::vector<double> points;
  static constexpr auto fields =
      std::tuple{remote::field("divergence", &Tabulate::divergence), remote::field("argument", &Tabulate::argument),
                 remote::field("points", &Tabulate::points)};
};

struct MeasureDistance {
  static constexpr const char* name = "measure distance";
  using Answer = Exact;
  ChosenDivergence divergence;
  std::string p, q;
  static constexpr auto fields =
      std::tuple{remote::field("divergence", &MeasureDistance::divergence), remote::field("p", &MeasureDistance::p),
                 remote::field("q", &MeasureDistance::q)};
};

}  // namespace ganzoo::experiment

namespace ganzoo::remote {

template <>
struct LastOf<experiment::Argument> {
  static constexpr auto value = experiment::Argument::v;
};

}  // namespace ganzoo::remote
