/// The reading process: parses run files and answers with plain arrays.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/log/checksum.hpp>
#include <ganzoo/log/digest.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/log/safe_file.hpp>
#include <ganzoo/log/schema.hpp>
#include <ganzoo/remote/answers.hpp>
#include <optional>

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
    run.provenance_components.own()[name] = file.attributes(group + "/" + name);
}

/// Takes an attribute out of the map where it is a text.
std::string take_text(Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  if (found == attributes.end() || !std::holds_alternative<std::string>(found->second)) return {};
  std::string text = std::get<std::string>(found->second);
  attributes.erase(found);
  return text;
}

std::vector<std::int64_t> integers(Content content) {
  if (auto* bytes = std::get_if<std::vector<std::uint8_t>>(&content.values)) return {bytes->begin(), bytes->end()};
  return std::move(std::get<std::vector<std::int64_t>>(content.values));
}

Column read_column(const SafeFile& file, const std::string& path, const std::string& name) {
  Content content = file.content(path);
  if (content.dims.size() != 1)
    file.refuse(path, fmt::format("has rank {}, but a column has rank 1", content.dims.size()));
  Attributes attributes = file.attributes(path);
  std::string unit = take_text(attributes, schema::units), meaning = take_text(attributes, schema::description);
  Column column{name, std::move(unit), std::move(meaning), {}, std::move(attributes)};
  if (auto* floats = std::get_if<std::vector<float>>(&content.values))
    column.values = std::vector<double>(floats->begin(), floats->end());
  else if (auto* doubles = std::get_if<std::vector<double>>(&content.values))
    column.values = std::move(*doubles);
  else
    column.values = integers(std::move(content));
  return column;
}

Table read_table(const SafeFile& file, const std::string& group) {
  Table table;
  if (!file.has(group)) return table;
  for (const std::string& name : file.members(group)) {
    const auto at = name == schema::step ? table.columns.begin() : table.columns.end();
    table.columns.insert(at, read_column(file, group + "/" + name, name));
  }
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

double number_of(const Attributes& attributes, const char* name) {
  const auto found = attributes.find(name);
  const auto* value = found == attributes.end() ? nullptr : std::get_if<double>(&found->second);
  return value == nullptr ? std::nan("") : *value;
}

/// What the bytes of a dataset stand for, where they have a scale and an offset.
std::optional<Levels> levels_of(const SafeFile& file, const std::string& path) {
  const Attributes attributes = file.attributes(path);
  const Levels levels{number_of(attributes, schema::scale), number_of(attributes, schema::offset)};
  if (!std::isfinite(levels.scale) || !std::isfinite(levels.offset)) return std::nullopt;
  return levels;
}

/// Numbers, or bytes that stand for them.
Array read_array(const SafeFile& file, const std::string& path) {
  Content content = file.content(path);
  const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&content.values);
  const auto levels = bytes == nullptr ? std::nullopt : levels_of(file, path);
  if (!levels) return as_array(std::move(content));
  Array array{.dims = std::move(content.dims), .values = {}, .levels = levels};
  for (const std::uint8_t byte : *bytes) array.values.push_back(levels->value(byte));
  return array;
}

std::map<std::string, Array> read_arrays(const SafeFile& file, const std::string& group) {
  std::map<std::string, Array> arrays;
  if (!file.has(group)) return arrays;
  file.for_each_dataset(group, [&](const std::string& path) { arrays[path] = read_array(file, group + "/" + path); });
  return arrays;
}

void read_real(const SafeFile& file, RunFile& run) {
  const std::string group = schema::data, samples = group + "/" + schema::samples;
  if (!file.has(group) || !file.has(samples)) return;
  const Attributes attributes = file.attributes(group);
  run.real = {read_array(file, samples), number_of(attributes, schema::low), number_of(attributes, schema::high)};
  if (!(run.real.low <= run.real.high)) file.refuse(group, "has no low and high, the one at most the other");
}

void read_samples(const SafeFile& file, RunFile& run) {
  const std::string group = schema::samples, step = group + "/" + schema::step;
  if (!file.has(group)) return;
  run.samples = read_arrays(file, group);
  run.samples.erase(schema::step);
  Content steps = file.has(step) ? file.content(step) : Content{.dims = {}, .values = std::vector<double>{}};
  if (!std::holds_alternative<std::vector<std::int64_t>>(steps.values) || steps.dims.size() != 1)
    file.refuse(step, "is no column of integers");
  run.sample_steps = integers(std::move(steps));
}

void read_checkpoint(const SafeFile& file, RunFile& run) {
  const std::string group = schema::checkpoint;
  if (!file.has(group)) return;
  file.for_each_dataset(group, [&](const std::string& path) {
    Content content = file.content(group + "/" + path);
    if (auto* doubles = std::get_if<std::vector<double>>(&content.values))
      run.checkpoint[path] = std::move(*doubles);
    else if (auto* floats = std::get_if<std::vector<float>>(&content.values))
      run.checkpoint[path] = std::move(*floats);
    else
      run.checkpoint[path] = integers(std::move(content));
  });
}

void require_sound(const std::filesystem::path& file, const std::string& fault) {
  if (!fault.empty()) throw Error(Exit::corrupt, fmt::format("{}: {}", file.string(), fault));
}

RunFile read_parts(const std::filesystem::path& path, Part part) {
  const SafeFile file(path);
  RunFile run;
  read_root(file, run);
  read_provenance(file, run);
  run.train = read_table(file, schema::train);
  run.metrics = read_table(file, schema::metrics);
  run.floor = read_table(file, schema::floor);
  if (part == Part::all) {
    read_real(file, run);
    read_samples(file, run);
    run.weights = read_arrays(file, schema::weights);
    read_checkpoint(file, run);
  }
  require_sound(path, fault_of(run));
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
  } else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&content.values)) {
    const Levels levels = levels_of(file, name).value_or(Levels{1, 0});
    for (const std::uint8_t byte : *bytes) numbers.values.push_back(levels.value(byte));
  } else {
    const auto& floats = std::get<std::vector<float>>(content.values);
    numbers.values.assign(floats.begin(), floats.end());
  }
  return numbers;
}

/// `act()`, once the checksum, where there is one, has been found right.
template <class F>
auto sealed_or_not(const std::filesystem::path& file, F&& act) try {
  const bool sealed = check_seal(file).has_value();
  return act(sealed);
} catch (const std::bad_alloc&) {
  throw Error(Exit::environment, fmt::format("{}: does not fit into memory", file.string()));
}

const remote::Answers<ReadRun> read_run{[](const ReadRun& question) {
  return sealed_or_not(question.file, [&](bool sealed) {
    RunFile run = read_parts(question.file, question.part);
    run.sealed = sealed;
    return run;
  });
}};

const remote::Answers<VerifyRun> verify_run{[](const VerifyRun& question) {
  return sealed_or_not(question.file, [&](bool sealed) {
    const RunFile run = read_parts(question.file, Part::all);
    const auto digest = stored_digest(question.file);
    require_sound(question.file, digest && *digest != digest_of(run) ? "its digest is of another run" : "");
    return Verdict{sealed};
  });
}};

const remote::Answers<ReadNumbers> read_dataset{[](const ReadNumbers& question) {
  return sealed_or_not(question.file, [&](bool) { return read_one(question.file, question.path); });
}};

}  // namespace
}  // namespace ganzoo::log
