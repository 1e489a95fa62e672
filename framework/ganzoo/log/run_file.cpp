#include <fmt/format.h>

#include <array>
#include <ganzoo/core/error.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/log/schema.hpp>

namespace ganzoo::log {

namespace {

std::int64_t length_of(const Column& column) {
  return std::visit([](const auto& values) { return static_cast<std::int64_t>(values.size()); }, column.values);
}

}  // namespace

std::int64_t Table::rows() const {
  if (columns.empty()) return 0;
  return length_of(columns.front());
}

const Column* Table::find(const std::string& name) const {
  for (const Column& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

std::string fault_of(const Table& table) {
  if (table.columns.empty()) return {};
  const Column& step = table.columns.front();
  const auto* steps = std::get_if<std::vector<std::int64_t>>(&step.values);
  if (step.name != schema::step || steps == nullptr) return "has no integer column step";
  for (const Column& column : table.columns)
    if (column.name.empty() || column.name.find('/') != std::string::npos)
      return fmt::format("has a column named \"{}\", but a name is not empty and holds no /", column.name);
  for (const Column& column : table.columns)
    if (length_of(column) != table.rows())
      return fmt::format("has {} rows of {}, but {} of step", length_of(column), column.name, table.rows());
  for (std::size_t i = 1; i < steps->size(); ++i)
    if ((*steps)[i] <= (*steps)[i - 1])
      return fmt::format("has step[{}] {}, but it must exceed {} before it", i, (*steps)[i], (*steps)[i - 1]);
  return {};
}

std::string_view name_of(Status status) {
  static constexpr std::array<std::string_view, 5> names{"running", "finished", "diverged", "failed", "interrupted"};
  return names.at(static_cast<std::size_t>(status));
}

}  // namespace ganzoo::log
