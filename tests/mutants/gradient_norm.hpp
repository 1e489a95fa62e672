/// What the mutants of gradient penalties share: norms of rows.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/probe.hpp>
#include <span>

namespace {

inline double norm_of(std::span<const float> numbers) {
  double square = 0;
  for (const float x : numbers) square += double{x} * x;
  return std::sqrt(square);
}

inline void look_at(ganzoo::CriticProbe& probe, ganzoo::ConstMatrix where) {
  std::ranges::copy(where.flat(), probe.points().data);
}

}  // namespace
