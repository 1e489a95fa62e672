#include <array>
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

}  // namespace ganzoo::log
