#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::log {

std::int64_t Table::rows() const {
  if (columns.empty()) return 0;
  return std::visit([](const auto& values) { return static_cast<std::int64_t>(values.size()); },
                    columns.front().values);
}

const Column* Table::find(const std::string& name) const {
  for (const Column& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

std::string_view name_of(Status status) {
  static constexpr std::array<std::string_view, 5> names{"running", "finished", "diverged", "failed", "interrupted"};
  return names.at(static_cast<std::size_t>(status));
}

std::uint8_t Levels::byte(float x) const {
  return static_cast<std::uint8_t>(std::clamp(std::lround((x - offset) / scale), 0L, 255L));
}

bool round_to(const Levels& levels, std::span<float> values) {
  const float first = levels.value(0), last = levels.value(255);
  const bool inside = std::ranges::all_of(values, [&](float x) { return x >= first && x <= last; });
  if (!inside || !(levels.scale > 0)) return false;
  for (float& x : values) x = levels.value(levels.byte(x));
  return true;
}

}  // namespace ganzoo::log
