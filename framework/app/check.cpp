/// `ganzoo check`: the laws that a component of its kind must satisfy, with a counterexample where one fails.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/examination.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "catalogue.hpp"
#include "command.hpp"

namespace ganzoo::app::check_verb {
namespace {

using experiment::Examination;
using experiment::Verdict;
using Json = nlohmann::ordered_json;

struct Options {
  std::string name, format = "table";
  std::vector<std::string> assignments;
  bool all = false;
};

std::vector<std::pair<Kind, std::string>> wanted(const Options& options) {
  std::vector<std::pair<Kind, std::string>> components;
  if (options.all) {
    for (const Found& found : Registry().list()) components.emplace_back(found.kind, found.name);
    return components;
  }
  for (const experiment::KnownComponent& known : components_named(options.name))
    components.emplace_back(known.kind, known.name);
  return components;
}

std::string title(const Examination& e) {
  const std::string who = fmt::format("{} {}", name_of(e.kind), e.name);
  if (!e.unexamined.empty()) return fmt::format("{}: not examined: {}", who, e.unexamined);
  if (e.failures() == 0) return fmt::format("{}: {} laws hold", who, e.verdicts.size());
  return fmt::format("{}: {} of {} laws fail", who, e.failures(), e.verdicts.size());
}

void print(const Examination& e, bool every_law) {
  std::cout << title(e) << '\n';
  for (const Verdict& v : e.verdicts) {
    if (v.counterexample.empty() && every_law) std::cout << fmt::format("  holds  {}\n", v.law);
    if (!v.counterexample.empty())
      std::cout << fmt::format("  FAILS  {}: {}\n         {}\n", v.law, v.counterexample, v.meaning);
  }
  if (settings().verbose)
    for (const Verdict& v : e.verdicts) std::cout << fmt::format("  sees   {}: {}\n", v.law, v.sees);
  if (every_law)
    for (const std::string& note : e.notes) std::cout << fmt::format("  note   {}\n", note);
  std::cout.flush();
}

Json to_json(const Examination& e) {
  Json laws = Json::array();
  for (const Verdict& v : e.verdicts) {
    Json law{{"law", v.law}, {"holds", v.counterexample.empty()}, {"sees", v.sees}};
    if (!v.counterexample.empty()) {
      law["counterexample"] = v.counterexample;
      law["meaning"] = v.meaning;
    }
    laws.push_back(std::move(law));
  }
  Json json{
      {"kind", name_of(e.kind)}, {"name", e.name}, {"file", e.file}, {"laws", std::move(laws)}, {"notes", e.notes}};
  if (!e.unexamined.empty()) json["unexamined"] = e.unexamined;
  return json;
}

Table parameters(const Options& options) {
  if (options.all && !options.assignments.empty())
    throw Error(Exit::usage, "parameters are given beside --all", "ganzoo check NAME KEY=VALUE …");
  Table table;
  for (const std::string& assignment : options.assignments) experiment::apply_override(table, assignment);
  return table;
}

/// Processor time of the processes in which components were examined, all of them over.
double children_seconds() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

int run(const Options& options) {
  if (options.all != options.name.empty())
    throw Error(Exit::usage, options.all ? "a NAME is given beside --all" : "there is nothing to check",
                "ganzoo check NAME [KEY=VALUE …], ganzoo check FILE.so or ganzoo check --all");
  std::size_t components = 0, laws = 0, failures = 0, bad = 0;
  Json json = Json::array();
  experiment::examine(wanted(options), parameters(options), [&](const Examination& e) {
    ++components;
    laws += e.verdicts.size();
    failures += e.failures();
    bad += e.failures() > 0;
    options.format == "json" ? json.push_back(to_json(e)) : print(e, !options.all || settings().verbose);
  });
  if (options.format == "json")
    std::cout << json.dump(2) << '\n';
  else if (options.all)
    std::cout << fmt::format("{} components, {} laws tried, {} failures in {} components; {:.0f} s of processor time\n",
                             components, laws, failures, bad, children_seconds());
  return failures > 0 ? static_cast<int>(Exit::cells_failed) : 0;
}

void declare(Command& verb) {
  const auto options = std::make_shared<Options>();
  verb.option("NAME", options->name, "[KIND/]NAME, or a file: FILE.so");
  verb.option("PARAMETERS", options->assignments,
              "where it is examined, each as KEY=VALUE: the files that data reads, a parameter held fast");
  verb.option("--all", options->all, "every component that can be found");
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      "Exit code 0: every law holds; 1: some fail; 2: usage. Each component is examined in a process of its own with "
      "limited memory, files and time: 60 s of computing, 180 s in all for each law. --verbose tells the smallest "
      "fault "
      "that each law can see.";
  verb.runs([options] { return run(*options); });
}

const Registered verb{"check", "the laws a component must satisfy; a counterexample where one fails", declare};

}  // namespace
}  // namespace ganzoo::app::check_verb
