/// What every table and array of a run file must be: its shape, its steps, its length.
#include <fmt/format.h>

#include <ganzoo/log/questions.hpp>
#include <ganzoo/log/schema.hpp>

namespace ganzoo::log {
namespace {

std::int64_t length_of(const Column& column) {
  return std::visit([](const auto& v) { return static_cast<std::int64_t>(v.size()); }, column.values);
}

std::string fault_of_steps(const std::string& path, const std::vector<std::int64_t>& steps) {
  for (std::size_t i = 1; i < steps.size(); ++i)
    if (steps[i] <= steps[i - 1])
      return fmt::format("/{} [{}] is {}, but must exceed {} before it", path, i, steps[i], steps[i - 1]);
  return {};
}

std::string fault_of_shape(const std::string& path, const std::vector<std::int64_t>& dims, std::size_t values) {
  std::uint64_t count = 1;
  for (const std::int64_t n : dims)
    if (n < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(n), &count))
      return fmt::format("/{} has an impossible shape", path);
  if (count == values) return {};
  return fmt::format("/{} has {} values, but its shape asks for {}", path, values, count);
}

/// [s, n, …] each, but for what is of every snapshot: noise [n, z] and labels [n].
std::string fault_of_samples(const RunFile& run) {
  for (const auto& [name, array] : run.samples) {
    if (is_of_every_snapshot(name)) continue;
    if (array.dims.empty() || array.dims[0] != static_cast<std::int64_t>(run.sample_steps.size()))
      return fmt::format("/{}/{} has not as many snapshots as step: {}", schema::samples, name,
                         run.sample_steps.size());
    if (array.dims.size() < 3)
      return fmt::format("/{}/{} has rank {}, but must be [s, n, …]", schema::samples, name, array.dims.size());
  }
  return {};
}

}  // namespace

std::string fault_of(const std::string& group, const Table& table) {
  if (table.columns.empty()) return {};
  const Column& step = table.columns.front();
  const auto* steps = std::get_if<std::vector<std::int64_t>>(&step.values);
  if (step.name != schema::step || steps == nullptr) return fmt::format("/{} has no integer column step", group);
  for (const Column& column : table.columns)
    if (column.name.empty() || column.name.find('/') != std::string::npos)
      return fmt::format("/{} has a column named \"{}\", but a name is not empty and holds no /", group, column.name);
  for (const Column& column : table.columns)
    if (length_of(column) != table.rows())
      return fmt::format("/{}/{} has {} rows, but step has {}", group, column.name, length_of(column), table.rows());
  return fault_of_steps(group + "/" + schema::step, *steps);
}

std::string fault_of(const std::string& path, const Array& array) {
  return fault_of_shape(path, array.dims, array.numbers().size());
}

std::string fault_of(const std::string& path, const Numbers& numbers) {
  return fault_of_shape(path, numbers.dims, numbers.values.size());
}

std::string fault_of(const RunFile& run) {
  for (const auto& [group, table] : {std::pair{schema::train, &run.train}, std::pair{schema::metrics, &run.metrics},
                                     std::pair{schema::floor, &run.floor}})
    if (std::string fault = fault_of(group, *table); !fault.empty()) return fault;
  for (const auto& [group, arrays] :
       {std::pair{schema::samples, &run.samples}, std::pair{schema::weights, &run.weights}})
    for (const auto& [name, array] : *arrays)
      if (std::string fault = fault_of(fmt::format("{}/{}", group, name), array); !fault.empty()) return fault;
  if (!run.real.samples.dims.empty())
    if (std::string fault = fault_of(schema::data, run.real.samples); !fault.empty()) return fault;
  return fault_of_samples(run);
}

}  // namespace ganzoo::log
