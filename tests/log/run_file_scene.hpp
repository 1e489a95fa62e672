/// A run with something of everything, and what makes two the same.
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <bit>
#include <csignal>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/host.hpp>

#include "sample_run.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

namespace run_file_scene {

using namespace ganzoo;
using testing::sample_run;

/// What is written first, and then takes the file's place.
inline std::string temporary_of(const std::string& name) { return name + "." + os::host_and_process() + ".tmp"; }

/// Equal bits, whatever the numbers: NaN equals NaN, 0 differs from −0.
template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](T x, T y) {
           if constexpr (sizeof(T) == 8)
             return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
           else
             return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
         });
}

template <class Variant>
bool same_variant(const Variant& a, const Variant& b) {
  return a.index() == b.index() &&
         std::visit([&](const auto& x) { return same_bits(x, std::get<std::decay_t<decltype(x)>>(b)); }, a);
}

inline void check_equal(const log::Table& a, const log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    CHECK(a.columns[i].name == b.columns[i].name);
    CHECK(a.columns[i].unit == b.columns[i].unit);
    CHECK(a.columns[i].meaning == b.columns[i].meaning);
    CHECK(a.columns[i].attributes == b.columns[i].attributes);
    CHECK(same_variant(a.columns[i].values, b.columns[i].values));
  }
}

inline void check_equal(const std::map<std::string, log::Array>& a, const std::map<std::string, log::Array>& b) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, array] : a) {
    REQUIRE(b.count(name) == 1);
    CHECK(array.dims == b.at(name).dims);
    CHECK(same_bits(array.values, b.at(name).values));
  }
}

}  // namespace run_file_scene
