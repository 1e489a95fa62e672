/// What `ganzoo estimate` asks a process that may load components.
#pragma once

#include <cstdint>
#include <ganzoo/core/value.hpp>
#include <ganzoo/divergence/estimate/estimate.hpp>
#include <ganzoo/divergence/estimate/pair_test.hpp>
#include <ganzoo/remote/fields.hpp>
#include <ganzoo/remote/values.hpp>
#include <string>
#include <vector>

namespace ganzoo::remote {

template <>
struct Declared<Estimated> {
  static constexpr auto fields =
      std::tuple{field("value", &Estimated::value),     field("low", &Estimated::low),
                 field("high", &Estimated::high),       field("held_out", &Estimated::held_out),
                 field("learned", &Estimated::learned), field("reason", &Estimated::reason)};
};

template <>
struct Declared<Tested> {
  static constexpr auto fields = std::tuple{field("value", &Tested::value), field("p", &Tested::p)};
};

}  // namespace ganzoo::remote

namespace ganzoo::app {

/// A divergence's answer.
struct EstimateRow {
  std::string name;
  Table given, parameters;  ///< on the command line, and all
  Estimated estimated;
  std::int64_t real = 0, fake = 0;  ///< samples that it is of

  static constexpr auto fields = std::tuple{remote::field("name", &EstimateRow::name),
                                            remote::field("given", &EstimateRow::given),
                                            remote::field("parameters", &EstimateRow::parameters),
                                            remote::field("estimated", &EstimateRow::estimated),
                                            remote::field("real", &EstimateRow::real),
                                            remote::field("fake", &EstimateRow::fake)};
};

struct EstimateReport {
  static constexpr int permutations = 999;

  std::int64_t reals = 0, fakes = 0, numbers = 0;
  std::vector<EstimateRow> rows{};
  std::vector<std::string> forms{};  ///< of the critics
  Tested test{};
  std::int64_t reals_tested = 0, fakes_tested = 0;

  static constexpr auto fields = std::tuple{remote::field("reals", &EstimateReport::reals),
                                            remote::field("fakes", &EstimateReport::fakes),
                                            remote::field("numbers", &EstimateReport::numbers),
                                            remote::field("rows", &EstimateReport::rows),
                                            remote::field("forms", &EstimateReport::forms),
                                            remote::field("test", &EstimateReport::test),
                                            remote::field("reals_tested", &EstimateReport::reals_tested),
                                            remote::field("fakes_tested", &EstimateReport::fakes_tested)};
};

struct EstimateQuestion {
  static constexpr const char* name = "estimate";
  using Answer = EstimateReport;

  std::vector<std::string> divergences;  ///< each with its own parameters behind it
  std::string real, fake;
  std::int64_t seed = 0;

  static constexpr auto fields = std::tuple{
      remote::field("divergences", &EstimateQuestion::divergences), remote::field("real", &EstimateQuestion::real),
      remote::field("fake", &EstimateQuestion::fake), remote::field("seed", &EstimateQuestion::seed)};
};

}  // namespace ganzoo::app
