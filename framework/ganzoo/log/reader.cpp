#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/probe.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/log/safe_file.hpp>
#include <ganzoo/log/schema.hpp>

namespace ganzoo::log {
namespace {

template <class T>
T attribute(const SafeFile& file, const Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  if (found == attributes.end()) file.refuse("", fmt::format("lacks the attribute {}", name));
  const T* value = std::get_if<T>(&found->second);
  if (value == nullptr) file.refuse("", fmt::format("has an attribute {} of another type", name));
  return *value;
}

Status status_of(const SafeFile& file, const std::string& name) {
  for (const auto status : {Status::running, Status::finished, Status::diverged, Status::failed, Status::interrupted})
    if (name == name_of(status)) return status;
  file.refuse("", fmt::format("has the unknown status '{}'", name));
}

void read_root(const SafeFile& file, RunFile& run) {
  const Attributes root = file.attributes("");
  if (const auto found = root.find("schema"); found == root.end() || found->second != Attribute(schema::name))
    file.refuse("", fmt::format("has no attribute schema = \"{}\": it is no run of ganzoo", schema::name));
  const auto major = attribute<std::int64_t>(file, root, "schema_major");
  if (major > schema::major)
    file.refuse("", fmt::format("has schema {}, but this ganzoo reads up to {}: read it with a newer ganzoo", major,
                                schema::major));
  if (major < 1) file.refuse("", fmt::format("has schema_major {}, but must be positive", major));
  run.title = attribute<std::string>(file, root, "title");
  run.cell = attribute<std::string>(file, root, "cell");
  run.seed = attribute<std::int64_t>(file, root, "seed");
  run.status = status_of(file, attribute<std::string>(file, root, "status"));
  run.reason = attribute<std::string>(file, root, "reason");
  run.step = attribute<std::int64_t>(file, root, "step");
  run.spec = attribute<std::string>(file, root, "spec");
  run.spec_json = attribute<std::string>(file, root, "spec_json");
}

void read_provenance(const SafeFile& file, RunFile& run) {
  const std::string group = schema::provenance;
  if (!file.has(group)) return;
  run.provenance = file.attributes(group);
  for (const std::string& name : file.members(group))
    run.provenance_components[name] = file.attributes(group + "/" + name);
}

/// Takes an attribute out of the map where it is a text.
std::string take_text(Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  if (found == attributes.end() || !std::holds_alternative<std::string>(found->second)) return {};
  std::string text = std::get<std::string>(found->second);
  attributes.erase(found);
  return text;
}

std::int64_t length_of(const Column& column) {
  return std::visit([](const auto& v) { return static_cast<std::int64_t>(v.size()); }, column.values);
}

Column read_column(const SafeFile& file, const std::string& path, const std::string& name) {
  Content content = file.content(path);
  if (content.dims.size() != 1)
    file.refuse(path, fmt::format("has rank {}, but a column has rank 1", content.dims.size()));
  Column column{.name = name, .unit = {}, .meaning = {}, .values = {}, .attributes = file.attributes(path)};
  column.unit = take_text(column.attributes, schema::units);
  column.meaning = take_text(column.attributes, schema::description);
  if (auto* floats = std::get_if<std::vector<float>>(&content.values))
    column.values = std::vector<double>(floats->begin(), floats->end());
  else if (auto* doubles = std::get_if<std::vector<double>>(&content.values))
    column.values = std::move(*doubles);
  else
    column.values = std::move(std::get<std::vector<std::int64_t>>(content.values));
  return column;
}

void check_table(const SafeFile& file, const std::string& group, const Table& table) {
  if (table.columns.empty()) return;
  const Column& step = table.columns.front();
  const auto* steps = std::get_if<std::vector<std::int64_t>>(&step.values);
  if (step.name != schema::step || steps == nullptr) file.refuse(group, "has no integer column step");
  for (const Column& column : table.columns)
    if (length_of(column) != table.rows())
      file.refuse(group + "/" + column.name,
                  fmt::format("has {} rows, but step has {}", length_of(column), table.rows()));
  for (std::size_t i = 1; i < steps->size(); ++i)
    if ((*steps)[i] <= (*steps)[i - 1])
      file.refuse(group + "/" + schema::step,
                  fmt::format("[{}] is {}, but must exceed {} before it", i, (*steps)[i], (*steps)[i - 1]));
}

Table read_table(const SafeFile& file, const std::string& group) {
  Table table;
  if (!file.has(group)) return table;
  for (const std::string& name : file.members(group)) {
    const auto at = name == schema::step ? table.columns.begin() : table.columns.end();
    table.columns.insert(at, read_column(file, group + "/" + name, name));
  }
  check_table(file, group, table);
  return table;
}

Array as_array(Content content) {
  Array array{.dims = std::move(content.dims), .values = {}};
  if (auto* floats = std::get_if<std::vector<float>>(&content.values))
    array.values = std::move(*floats);
  else
    std::visit([&](const auto& v) { array.values.assign(v.begin(), v.end()); }, content.values);
  return array;
}

std::map<std::string, Array> read_arrays(const SafeFile& file, const std::string& group) {
  std::map<std::string, Array> arrays;
  if (!file.has(group)) return arrays;
  file.for_each_dataset(group,
                        [&](const std::string& path) { arrays[path] = as_array(file.content(group + "/" + path)); });
  return arrays;
}

void read_samples(const SafeFile& file, RunFile& run) {
  const std::string group = schema::samples, step = group + "/" + schema::step;
  if (!file.has(group)) return;
  run.samples = read_arrays(file, group);
  run.samples.erase(schema::step);
  Content steps = file.has(step) ? file.content(step) : Content{.dims = {}, .values = std::vector<double>{}};
  if (!std::holds_alternative<std::vector<std::int64_t>>(steps.values) || steps.dims.size() != 1)
    file.refuse(step, "is no column of integers");
  run.sample_steps = std::move(std::get<std::vector<std::int64_t>>(steps.values));
  for (const auto& [name, array] : run.samples)
    if (name != "noise" && (array.dims.empty() || array.dims[0] != static_cast<std::int64_t>(run.sample_steps.size())))
      file.refuse(group + "/" + name, fmt::format("has not as many snapshots as step: {}", run.sample_steps.size()));
}

void read_checkpoint(const SafeFile& file, RunFile& run) {
  const std::string group = schema::checkpoint;
  if (!file.has(group)) return;
  file.for_each_dataset(group, [&](const std::string& path) {
    std::visit([&](auto&& values) { run.checkpoint[path] = std::forward<decltype(values)>(values); },
               file.content(group + "/" + path).values);
  });
}

RunFile read_parts(const std::filesystem::path& path, Part part) {
  const SafeFile file(path);
  RunFile run;
  read_root(file, run);
  read_provenance(file, run);
  run.train = read_table(file, schema::train);
  run.metrics = read_table(file, schema::metrics);
  run.floor = read_table(file, schema::floor);
  if (part == Part::tables) return run;
  read_samples(file, run);
  run.weights = read_arrays(file, schema::weights);
  read_checkpoint(file, run);
  return run;
}

double exact(const SafeFile& file, const std::string& dataset, std::size_t index, std::int64_t value) {
  if (!is_double(value))
    file.refuse(dataset, fmt::format("[{}] is {}, but must be exact in double precision, as every integer to 2^53 is",
                                     index, value));
  return static_cast<double>(value);
}

Numbers read_one(const std::filesystem::path& path, const std::string& dataset) {
  const SafeFile file(path);
  const std::string name = dataset.substr(std::min(dataset.find_first_not_of('/'), dataset.size()));
  if (!file.has(name)) file.refuse(name, "is not in the file");
  Content content = file.content(name);
  Numbers numbers{.dims = std::move(content.dims), .values = {}};
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&content.values)) {
    for (std::size_t i = 0; i < integers->size(); ++i) numbers.values.push_back(exact(file, name, i, (*integers)[i]));
  } else if (auto* doubles = std::get_if<std::vector<double>>(&content.values)) {
    numbers.values = std::move(*doubles);
  } else {
    const auto& floats = std::get<std::vector<float>>(content.values);
    numbers.values.assign(floats.begin(), floats.end());
  }
  return numbers;
}

/// `act()`, after the checksum or else a child vouched for the file.
template <class F>
auto safely(const std::filesystem::path& path, F&& act) {
  try {
    if (!check_seal(path)) survive(path, [&] { act(); });
    return act();
  } catch (const std::bad_alloc&) {
    throw Error(Exit::environment, fmt::format("{}: does not fit into memory", path.string()));
  }
}

}  // namespace

RunFile read(const std::filesystem::path& file, Part part) {
  return safely(file, [&] { return read_parts(file, part); });
}

void verify(const std::filesystem::path& file) {
  const auto sealed = check_seal(file);
  read(file, Part::all);
  if (!sealed)
    throw Error(Exit::corrupt,
                fmt::format("{}: has no checksum: it is cut off, or another program changed it", file.string()));
}

Numbers read_numbers(const std::filesystem::path& file, const std::string& path) {
  return safely(file, [&] { return read_one(file, path); });
}

}  // namespace ganzoo::log
