#include <ganzoo/config/json.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/run/marks.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::experiment {

void mark_failed(const std::filesystem::path& folder, const Order& order) {
  const std::filesystem::path file = folder / "run.h5";
  const Table spec = config::parse_toml(order.spec, "");
  log::RunFile run;
  if (std::filesystem::exists(file)) run = log::read(file);
  if (run.status == log::Status::finished || run.status == log::Status::diverged) return;
  run.cell = order.cell;
  run.title = text_of(spec, "title");
  run.seed = integer_of(spec, "seed");
  run.spec = order.spec;
  run.spec_json = config::to_json(spec);
  run.status = log::Status::failed;
  run.reason = order.failure;
  log::write(file, run, fence_of(order));
}

void mark_cut(const std::filesystem::path& folder, const Order& order) {
  log::RunFile run = log::read(folder / "run.h5");
  if (run.status != log::Status::interrupted && run.status != log::Status::running) return;
  run.status = log::Status::interrupted;
  run.reason = order.cut;
  log::write(folder / "run.h5", run, fence_of(order));
}

}  // namespace ganzoo::experiment
