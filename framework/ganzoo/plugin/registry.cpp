#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/more_memory.hpp>
#include <ganzoo/plugin/folders.hpp>
#include <ganzoo/plugin/loader.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <new>

namespace ganzoo {
namespace {

namespace fs = std::filesystem;

bool is_path(const std::string& name) { return name.find('/') != std::string::npos || name.ends_with(".so"); }

bool is_file(const fs::path& file) {
  std::error_code error;
  return fs::exists(file, error) && !fs::is_directory(file, error);
}

/// Modules of one kind in one folder, by name.
std::vector<Found> in_folder(Kind kind, const fs::path& root) {
  std::vector<Found> found;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(root / folder_of(kind), error)) {
    if (entry.path().extension() == ".so")
      found.push_back({kind, entry.path().stem().string(), fs::absolute(entry.path())});
  }
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.name < b.name; });
  return found;
}

}  // namespace

Registry::Registry(std::vector<fs::path> experiment_paths) : paths_(environment_folders()) {
  paths_.insert(paths_.end(), experiment_paths.begin(), experiment_paths.end());
  paths_.push_back(own_folder() / "built");
  paths_.push_back(own_folder());
}

Found Registry::find(Kind kind, const std::string& name) const {
  if (is_path(name)) return {kind, fs::path(name).stem().string(), fs::absolute(name).lexically_normal()};
  for (const fs::path& root : paths_) {
    const fs::path file = root / folder_of(kind) / (name + ".so");
    if (!name.empty() && is_file(file)) return {kind, name, fs::absolute(file)};
  }
  std::vector<std::string> known;
  for (const Found& found : list()) {
    if (found.kind == kind) known.push_back(found.name);
  }
  const std::string near = nearest(name, known);
  std::string hint = fmt::format("known: {}", fmt::join(known, ", "));
  if (known.empty()) hint = "there is none of that kind; GANZOO_PLUGIN_PATH names folders to search";
  if (!near.empty()) hint = fmt::format("did you mean {}?", near);
  throw Error(Exit::usage, fmt::format("{} \"{}\" is not found", name_of(kind), name), hint);
}

std::vector<Found> Registry::list() const {
  std::vector<Found> all;
  for (const Kind kind : all_kinds) {
    const auto first = static_cast<std::ptrdiff_t>(all.size());
    for (const fs::path& root : paths_) {
      for (Found& found : in_folder(kind, root)) {
        const auto same = [&](const Found& other) { return other.name == found.name; };
        if (std::none_of(all.begin() + first, all.end(), same)) all.push_back(std::move(found));
      }
    }
    std::sort(all.begin() + first, all.end(), [](const Found& a, const Found& b) { return a.name < b.name; });
  }
  return all;
}

const ComponentInfo& Registry::load(Kind kind, const std::string& name) {
  const Found found = find(kind, name);
  auto at = loaded_.find(found.file);
  if (at == loaded_.end()) at = loaded_.emplace(found.file, detail::load_module(found.file)).first;
  if (at->second.kind != kind) {
    throw Error(Exit::usage, fmt::format("{} is of kind {}, but must be of kind {}", found.file.string(),
                                         name_of(at->second.kind), name_of(kind)));
  }
  return at->second;
}

std::unique_ptr<Component> Registry::make(Kind kind, const std::string& name, const Table& parameters) {
  const ComponentInfo& info = load(kind, name);
  std::vector<Complaint> complaints;
  const Table table = complete(parameters, info.schema, std::string(name_of(kind)), complaints);
  if (!complaints.empty()) throw Error(Exit::usage, std::move(complaints));
  const auto fault = [&](const std::string& reason) {
    return ComponentFault(Exit::usage,
                          fmt::format("{} {} ({}) cannot be made: {}", name_of(kind), info.name, info.file, reason));
  };
  try {
    return info.make(table);
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw fault("it " + more_memory_than_there_is(table, std::string(name_of(kind))));
  } catch (const std::exception& error) {
    throw fault(error.what());
  } catch (...) {
    throw fault("it threw an exception of unknown type");
  }
}

}  // namespace ganzoo
