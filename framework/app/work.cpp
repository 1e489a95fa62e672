#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/os/process.hpp>
#include <memory>
#include <string>

#include "verb.hpp"

namespace {

struct Options {
  int parent = 0, beat = -1;
  std::string folder;
};

void add(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* work = app.add_subcommand("work", "train one cell: started by run")->group("");
  work->add_option("--parent", options->parent)->required();
  work->add_option("--folder", options->folder)->required();
  work->add_option("--beat", options->beat)->required();
  work->callback([options, &exit_code] {
    ganzoo::experiment::die_with(options->parent);
    exit_code = ganzoo::experiment::worker_main(options->folder, options->beat);
  });
}

const ganzoo::app::Registered verb{{"work", add}};

}  // namespace
