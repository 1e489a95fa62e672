#include <unistd.h>

#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/os/process.hpp>
#include <memory>
#include <string>

#include "command.hpp"

namespace ganzoo::app::work_verb {
namespace {

struct Options {
  int parent = 0, launcher = 0;
  std::string folder;
};

void declare(ganzoo::app::Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("--parent", options->parent, "its process").required();
  verb.option("--folder", options->folder, "of the cell").required();
  verb.option("--launcher", options->launcher, "the worker that has started mpirun, whose child this is");
  verb.runs([options] {
    ganzoo::os::die_with(options->launcher != 0 ? getppid() : options->parent);
    return ganzoo::experiment::worker_main(options->folder, options->launcher);
  });
}

/// Trains one cell: started by run.
const ganzoo::app::Registered verb{"work", ganzoo::app::hidden, declare};

}  // namespace
}  // namespace ganzoo::app::work_verb
