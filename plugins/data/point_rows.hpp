/// Points by their row, wherever they are kept, and which of them are a split.
#pragma once

#include <cstdint>
#include <ganzoo/ganzoo.hpp>
#include <memory>
#include <span>
#include <vector>

namespace ganzoo::data {

class PointRows {
 public:
  virtual ~PointRows() = default;
  virtual std::int64_t rows() const = 0;
  virtual std::int64_t columns() const = 0;
  /// Row i into `out` [columns].
  virtual void copy(std::int64_t i, std::span<float> out) const = 0;
};

/// Some rows, in an order of their own.
struct PointSplit {
  std::shared_ptr<const PointRows> rows;
  std::vector<std::int64_t> order;

  std::int64_t size() const { return static_cast<std::int64_t>(order.size()); }
  void copy(std::int64_t i, std::span<float> out) const { rows->copy(order[static_cast<std::size_t>(i)], out); }
};

}  // namespace ganzoo::data
