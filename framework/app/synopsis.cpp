#include "synopsis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ganzoo::app {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

const char* type_name(const Target& target) {
  return std::visit(Overloaded{[](const bool*) { return ""; }, [](const std::string*) { return "TEXT"; },
                               [](const std::optional<std::string>*) { return "TEXT"; },
                               [](const std::vector<std::string>*) { return "TEXT"; },
                               [](const std::filesystem::path*) { return "PATH"; },
                               [](const std::vector<std::filesystem::path>*) { return "PATH"; },
                               [](const double*) { return "NUMBER"; },
                               [](const std::optional<double>*) { return "NUMBER"; }, [](const auto*) { return "N"; }},
                    target);
}

std::string position(const Option& option) {
  const std::string name = option.value.empty() ? option.name : option.value;
  const std::string all = option.takes_many() ? name + " ..." : name;
  return option.is_required ? all : "[" + all + "]";
}

std::string text_in(const Target& target) {
  return std::visit(Overloaded{[](const std::string* text) { return *text; },
                               [](const std::filesystem::path* path) { return path->string(); },
                               [](const int* number) { return std::to_string(*number); },
                               [](const std::int64_t* number) { return std::to_string(*number); },
                               [](const double* number) { return fmt::format("{}", *number); },
                               [](const auto*) { return std::string(); }},
                    target);
}

}  // namespace

std::string synopsis(const Command& command) {
  std::string text = "ganzoo " + command.name + " [OPTIONS]";
  for (const Option& option : command.options) {
    if (option.is_position())
      text += " " + position(option);
    else if (option.is_required)
      text += fmt::format(" {} {}", option.name, value_name(option));
  }
  for (const Option& option : command.options)
    if (option.is_rest()) text += fmt::format(" [-- {} ...]", value_name(option));
  return text;
}

std::string value_name(const Option& option) { return option.value.empty() ? type_name(option.target) : option.value; }

std::string constraint(const Option& option) {
  std::string text;
  if (!option.choices.empty()) text = fmt::format("{}", fmt::join(option.choices, " | "));
  if (option.range) text = fmt::format("in [{:.10g}, {:.10g}]", option.range->first, option.range->second);
  if (option.is_folder) text = "a folder";
  if (option.has_commas) text = "one or more, with commas";
  if (option.shows_default) text += (text.empty() ? "default " : "; default ") + text_in(option.target);
  return text;
}

}  // namespace ganzoo::app
