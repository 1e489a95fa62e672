/// `ganzoo new`: writes a component's source that builds, passes `ganzoo check` and invites changes.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "catalogue.hpp"
#include "command.hpp"
#include "templates.hpp"

namespace ganzoo::app::new_verb {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string kind, name;
  std::optional<std::string> formula;
};

/// "my_divergence" → "MyDivergence"
std::string camel_case(const std::string& name) {
  std::string text;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') text += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = c == '_';
  }
  return text;
}

void put(std::string& text, const std::string& placeholder, const std::string& value) {
  for (auto at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at + value.size()))
    text.replace(at, placeholder.size(), value);
}

std::string includes(const std::string& cpp) {
  std::string text;
  if (cpp.find("std::m") != std::string::npos) text += "#include <algorithm>\n";
  if (cpp.find("std::") != std::string::npos) text += "#include <cmath>\n";
  text += "#include <ganzoo/ganzoo.hpp>";
  if (cpp.find("std::numbers") != std::string::npos) text += "\n#include <numbers>";
  return text;
}

std::string of_formula(const std::string& formula) {
  const Formula f(formula);
  const FormulaFacts facts = examine_divergence(f);
  std::string text = templates.at("formula"), declared;
  for (const auto& [name, holds] : {std::pair{"symmetric", facts.symmetric}, {"bounded", facts.bounded}})
    if (holds) declared += fmt::format(",\n{:39}.{} = true", "", name);
  put(text, "#include <template_includes>", includes(f.cpp()));
  put(text, " /* template_facts */", declared);
  put(text, "template_cpp", f.cpp());
  put(text, "template_formula", f.text());
  return text;
}

void require_new(Kind kind, const std::string& name) {
  require_component_name(name);
  for (const Found& found : Registry().list())
    if (found.kind == kind && found.name == name)
      throw Error(Exit::usage, fmt::format("{} \"{}\" exists already: {}", name_of(kind), name, found.file.string()),
                  "choose another name");
}

std::string source_of(Kind kind, const std::string& name, const std::optional<std::string>& formula) {
  std::string text = formula ? of_formula(*formula) : templates.at(std::string(name_of(kind)));
  put(text, "template_name", name);
  put(text, "Template", camel_case(name));
  return text;
}

/// The formula that a source was made of, where it was made of one.
std::optional<std::string> formula_in(const std::string& text) {
  constexpr std::string_view before = " with f(u) = ", after = ".\n";
  const auto begin = text.find(before);
  const auto end = begin == text.npos ? text.npos : text.find(after, begin);
  if (end == text.npos) return std::nullopt;
  return text.substr(begin + before.size(), end - begin - before.size());
}

/// Is this what `new` wrote under that name, of whatever kind, and nobody has touched since?
bool is_untouched(const std::string& text, const std::string& name) {
  for (const Kind kind : all_kinds)
    if (text == source_of(kind, name, std::nullopt)) return true;
  const auto formula = formula_in(text);
  if (!formula) return false;
  try {
    return text == source_of(Kind::divergence, name, formula);
  } catch (const Error&) {  // somebody's own words
    return false;
  }
}

std::string text_in(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_new(const fs::path& file, const std::string& text) {
  std::error_code error;
  const bool exists = fs::exists(fs::symlink_status(file, error));
  const bool replaces = exists && fs::is_regular_file(fs::symlink_status(file, error)) &&
                        is_untouched(text_in(file), file.stem().string());
  if (exists && !replaces)
    throw Error(Exit::usage,
                fmt::format("{} exists already, but must be new, or as ganzoo new wrote it: nothing was written",
                            file.string()));
  const int out =
      ::open(file.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | (replaces ? O_TRUNC : O_CREAT | O_EXCL), 0666);
  const bool written =
      out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::close(out) == 0;
  if (!written)
    throw Error(Exit::environment, fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)));
}

void run(const Options& options) {
  const Kind kind = required_kind(options.kind);
  if (options.formula && kind != Kind::divergence)
    throw Error(Exit::usage, fmt::format("--f makes an f-divergence, but KIND is {}", name_of(kind)));
  require_new(kind, options.name);
  const std::string file = options.name + ".cpp";
  write_new(file, source_of(kind, options.name, options.formula));
  std::cout << file << '\n';
  if (!settings().quiet)
    fmt::print(stderr, "ganzoo build {0} compiles it; ganzoo check {1} holds it to the laws of its kind\n", file,
               options.name);
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  std::vector<std::string> kinds;
  for (const Kind kind : all_kinds) kinds.emplace_back(name_of(kind));
  verb.option("kind", options->kind, "divergence, generator, discriminator, regularizer, …")
      .required()
      .called("KIND")
      .like(kinds);
  verb.option("name", options->name, "the component's: lower case, digits and _").required().called("NAME");
  verb.option("--f", options->formula, "the f of an f-divergence: convex in u > 0, f(1) = 0; 'u*log(u)'")
      .called("FORMULA");
  verb.notes =
      "A formula knows u, numbers, pi, e, + - * / ^, |x|, exp log log1p expm1 sqrt pow abs min\n"
      "max tanh softplus sigmoid xlogx lambert_w.";
  verb.runs([options] { run(*options); });
}

const Registered verb{"new", "write NAME.cpp: a component, ready to build", declare};

}  // namespace
}  // namespace ganzoo::app::new_verb
