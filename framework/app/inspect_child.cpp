#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/os/process.hpp>
#include <memory>

#include "verb.hpp"

namespace {

struct Options {
  int parent = 0, answers = -1;
};

void add(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* child = app.add_subcommand("inspect-child", "load components: started by others")->group("");
  child->add_option("--parent", options->parent)->required();
  child->add_option("--answers", options->answers)->required();
  child->callback([options, &exit_code] {
    ganzoo::experiment::die_with(options->parent);
    exit_code = ganzoo::experiment::inspector_main(options->answers);
  });
}

const ganzoo::app::Registered verb{{"inspect-child", add}};

}  // namespace
