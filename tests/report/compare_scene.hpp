/// Comparisons of fabricated runs, and their groups by name.
#pragma once

#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <ganzoo/report/table/render.hpp>
#include <limits>

#include "fabricated.hpp"
#include "support/catch.hpp"

namespace compare_scene {

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

inline const char* const js = R"({"name":"js","link":"published"})";
inline std::string alpha(const char* value) {
  return fmt::format(R"({{"name":"alpha","link":"published","alpha":{}}})", value);
}

inline CompareOptions options(const TemporaryFolder& folder) {
  CompareOptions o;
  o.paths = {folder.path};
  return o;
}

inline const report::Group& group(const report::Comparison& c, const std::string& value) {
  for (const report::Group& g : c.groups)
    for (const auto& [key, label] : g.key)
      if (label == value) return g;
  throw std::out_of_range("no group " + value);
}

/// The error's code, message and hint.
inline std::tuple<Exit, std::string, std::string> refusal(const CompareOptions& o) {
  try {
    compare(o);
  } catch (const Error& error) {
    return {error.code(), error.complaints().front().message, error.complaints().front().hint};
  }
  return {Exit::ok, "", ""};
}

inline const report::Summary& value(const report::Comparison& c, const std::string& group_value,
                                    std::size_t measure = 0) {
  return group(c, group_value).values[measure];
}

inline bool has_notice(const report::Comparison& c, const std::string& part) {
  return std::any_of(c.notices.begin(), c.notices.end(), [&](const auto& n) { return n.find(part) != n.npos; });
}

inline std::string rate(double r) {
  return fmt::format(R"(,"optimizer":{{"generator":{{"name":"adam","rate":{}}}}})", r);
}

/// Three seeds × two rates of two divergences; covered is 0.5·seed + 1 (+ 2 at the higher rate, + 1 of js).
inline void save_rates(const TemporaryFolder& folder, int seeds = 3) {
  for (int seed = 0; seed < seeds; ++seed)
    for (const double r : {0.0001, 0.001}) {
      const double covered = 1 + 0.5 * seed + (r > 5e-4 ? 2 : 0);
      save(folder, fmt::format("kl-{}-{}", r, seed),
           {.more = rate(r), .seed = seed, .covered = {covered}, .distance = {1}});
      save(folder, fmt::format("js-{}-{}", r, seed),
           {.divergence = js, .more = rate(r), .seed = seed, .covered = {covered + 1}, .distance = {1}});
    }
}

}  // namespace compare_scene
