#include <ganzoo/experiment/ask/cell_check.hpp>
#include <ganzoo/experiment/ask/registries.hpp>
#include <ganzoo/experiment/ask/rehearsal_question.hpp>
#include <ganzoo/os/memory.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/values.hpp>
#include <map>

namespace ganzoo::experiment {
namespace {

/// Of the child, which remembers what it has opened.
CellCheck& check_with(const std::vector<std::string>& plugin_paths) {
  static std::map<std::vector<std::string>, CellCheck> all;
  return all.try_emplace(plugin_paths, registry_with(plugin_paths)).first->second;
}

const remote::Answers<RehearseCell> rehearsal_answer{[](const RehearseCell& question) -> Rehearsed {
  try {
    return {os::with_memory([&] { return check_with(question.plugin_paths).check(question.spec); }), ""};
  } catch (const ComponentFault& fault) {
    return {"", fault.what()};
  }
}};

}  // namespace
}  // namespace ganzoo::experiment
