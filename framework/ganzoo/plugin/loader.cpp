#include <ganzoo/plugin/loader.hpp>

#define BOOST_DLL_USE_STD_FS
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/plugin/elf.hpp>
#include <ganzoo/plugin/info.hpp>

#include <fmt/format.h>
#include <boost/dll/shared_library.hpp>

#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ganzoo::detail {
namespace {

using boost::dll::shared_library;

constexpr const char* rebuild = "build it again from its source: ganzoo build SOURCE.cpp";

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& reason, std::string hint) {
  throw Error(Exit::usage, fmt::format("{} cannot be loaded: {}", file.string(), reason), std::move(hint));
}

/// What dlopen itself said, out of Boost's wrapping.
std::string plain_reason(std::string what, const std::string& file) {
  constexpr std::string_view before = "dlerror system message: ";
  if (const auto at = what.find(before); at != std::string::npos) what.erase(0, at + before.size());
  if (const auto end = what.rfind("): "); end != std::string::npos) what.erase(end);
  if (what.starts_with(file + ": ")) what.erase(0, file.size() + 2);
  return what;
}

/// A library linked with -ffast-math sets flush-to-zero for the thread that loads it: seen, and undone.
class FloatModeGuard {
 public:
  FloatModeGuard() : before_(current_float_mode()) {}
  ~FloatModeGuard() { set_float_mode(before_); }
  bool changed() const { return current_float_mode() != before_; }

 private:
  unsigned before_;
};

const shared_library& open(const std::filesystem::path& file) {
  static auto& kept = *new std::vector<shared_library>;  // for good, also while the program ends
  try {
    using boost::dll::load_mode::rtld_local;
    using boost::dll::load_mode::rtld_now;
    kept.emplace_back(file, rtld_now | rtld_local);
  } catch (const std::exception& error) {
    refuse(file, plain_reason(error.what(), file.string()), rebuild);
  }
  return kept.back();
}

const GanzooModule& entry(const shared_library& library, const std::filesystem::path& file) {
  if (!library.has("ganzoo_module")) {
    refuse(file, "no entry point", "a component's file ends with GANZOO_PLUGIN(TYPE)");
  }
  return library.get<const GanzooModule>("ganzoo_module");
}

void shake_hands(const GanzooModule& module, const std::filesystem::path& file, bool changed_float_mode) {
  if (module.size < sizeof(GanzooModule) || !module.tag || !module.component) {
    refuse(file, "its entry point is malformed", rebuild);
  }
  if (module.api != api_version) {
    refuse(file, fmt::format("built for API {}, this is API {}", module.api, api_version), rebuild);
  }
  if (changed_float_mode || std::strstr(module.tag, " fast-math")) {
    refuse(file, "built with -ffast-math, which changes the arithmetic of the whole process",
           "build it without -ffast-math");
  }
  if (std::strcmp(module.tag, GANZOO_ABI_TAG) != 0) {
    refuse(file,
           fmt::format("built by another compiler, with other options or against other headers: its tag is [{}], this "
                       "program's is [{}]",
                       module.tag, GANZOO_ABI_TAG),
           rebuild);
  }
}

const ComponentInfo& describe(const GanzooModule& module, const std::filesystem::path& file) {
  constexpr const char* hint = "it is thrown where the component or its parameters are constructed";
  try {
    if (const auto* info = static_cast<const ComponentInfo*>(module.component())) return *info;
  } catch (const std::exception& error) {
    refuse(file, fmt::format("it threw: {}", error.what()), hint);
  } catch (...) {
    refuse(file, "it threw an exception of unknown type", hint);
  }
  refuse(file, "its entry point is malformed", rebuild);
}

/// Keys of one table, beside "name", which is the component's own.
void check_schema(const Schema& schema, const std::filesystem::path& file) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  constexpr const char* hint = "each parameter has a name of its own, of letters, digits, - and _";
  std::set<std::string> seen;
  for (const ParameterSchema& parameter : schema) {
    const std::string& name = parameter.name;
    if (name.empty() || name.find_first_not_of(plain) != std::string::npos)
      refuse(file, fmt::format("it has a parameter named \"{}\"", name), hint);
    if (name == "name")
      refuse(file, "it has a parameter named \"name\", which is where the component's own stands", hint);
    if (!seen.insert(name).second)
      refuse(file, fmt::format("it has two parameters named \"{}\", or one that its kind has, too", name), hint);
  }
}

}  // namespace

ComponentInfo load_module(const std::filesystem::path& file) {
  const std::string reason = why_not_loadable(file);
  if (reason == "not found") refuse(file, reason, "is the path right?");
  if (!reason.empty()) refuse(file, "it " + reason, rebuild);
  const FloatModeGuard guard;
  const GanzooModule& module = entry(open(file), file);
  shake_hands(module, file, guard.changed());
  ComponentInfo info = describe(module, file);
  check_schema(info.schema, file);
  info.name = file.stem().string();
  info.file = file.string();
  return info;
}

}  // namespace ganzoo::detail
