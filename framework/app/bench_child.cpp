#include <ganzoo/bench/contender.hpp>
#include <ganzoo/os/process.hpp>
#include <memory>

#include "verb.hpp"

namespace {

struct Options {
  int parent = 0;
  std::int64_t started = 0;
  ganzoo::bench::Entry entry;
  std::string folder;
};

void add(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* child = app.add_subcommand("bench-child", "train one workload: started by bench")->group("");
  child->add_option("--parent", options->parent)->required();
  child->add_option("--workload", options->entry.workload)->required();
  child->add_option("--precision", options->entry.setting.precision)->required();
  child->add_option("--threads", options->entry.setting.threads)->required();
  child->add_option("--folder", options->folder)->required();
  child->add_option("--started", options->started)->required();
  child->callback([options, &exit_code] {
    ganzoo::experiment::die_with(options->parent);
    options->entry.folder = options->folder;
    exit_code = ganzoo::bench::contender_main(options->entry, options->started);
  });
}

const ganzoo::app::Registered verb{{"bench-child", add}};

}  // namespace
