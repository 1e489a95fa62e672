#include "command.hpp"

#include <algorithm>

namespace ganzoo::app {
namespace {

struct Declaration {
  const char *name, *meaning;
  void (*declare)(Command&);
};

std::vector<Declaration>& declarations() {
  static std::vector<Declaration> all;
  return all;
}

}  // namespace

Registered::Registered(const char* name, const char* meaning, void (*declare)(Command&)) {
  declarations().push_back({name, meaning, declare});
}

std::vector<Command> commands() {
  std::vector<Command> all;
  for (const auto& [name, meaning, declare] : declarations()) declare(all.emplace_back(Command{name, meaning}));
  std::ranges::sort(all, {}, &Command::name);
  return all;
}

std::vector<Command> shown_commands() {
  std::vector<Command> all = commands();
  std::erase_if(all, [](const Command& command) { return command.is_hidden(); });
  return all;
}

Settings& settings() {
  static Settings all;
  return all;
}

Command program() {
  Command all{"ganzoo", "Trains generative adversarial networks under many divergences and compares them honestly."};
  all.option("--quiet", settings().quiet, "print errors only");
  all.option("--verbose", settings().verbose,
             "print more, where there is more to say: each decision and worker of run, each law of check --all");
  return all;
}

}  // namespace ganzoo::app
