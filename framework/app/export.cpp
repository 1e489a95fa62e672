/// `ganzoo export`: results for other programs.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/trained_generator.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/export/export.hpp>
#include <ganzoo/report/export/onnx.hpp>
#include <ganzoo/report/export/tensorboard.hpp>
#include <iostream>
#include <memory>

#include "child.hpp"
#include "command.hpp"
#include "notices.hpp"

namespace ganzoo::app::export_verb {
namespace {

struct Options {
  report::ExportOptions asked;
  std::filesystem::path out;
  bool trust = false;
};

struct Written {
  std::vector<std::string> notices;
  static constexpr auto fields = std::tuple{remote::field("notices", &Written::notices)};
};

/// What is asked of the process that may load the run's generator.
struct WriteModel {
  static constexpr const char* name = "write a model";
  using Answer = Written;

  std::string run, out;
  bool trust = false;

  static constexpr auto fields =
      std::tuple{remote::field("run", &WriteModel::run), remote::field("out", &WriteModel::out),
                 remote::field("trust", &WriteModel::trust)};
};

const remote::Answers<WriteModel> answer{[](const WriteModel& asked) {
  const log::RunFile run = log::read(asked.run);
  const experiment::TrainedGenerator trained = experiment::trained_generator(run, asked.trust);
  std::map<std::string, std::string> facts{
      {"run", run.cell},
      {"seed", std::to_string(run.seed)},
      {"step", std::to_string(run.step)},
      {"noise", trained.generator->uniform_noise() ? "uniform in [-1, 1)" : "standard normal"},
      {"weights", trained.averaged ? "generator_ema" : "generator"}};
  if (const int classes = trained.network.classes(); classes > 0) facts["classes"] = std::to_string(classes);
  os::write_whole(asked.out, report::onnx_model(trained.layer, trained.network.parameters(), trained.noise, facts));
  Written written;
  if (const std::string precision = experiment::text_at(trained.spec, "train.precision"); precision != "fp32")
    written.notices.push_back(fmt::format(
        "{}: it was trained in {}; the model computes in float32, and `sample` does not", run.cell, precision));
  return written;
}};

void write_model(const Options& options) {
  std::vector<std::string> notices;
  const report::Run run = report::one_run(options.asked, notices);
  print_notices(notices);
  const WriteModel question{run.file.string(), options.out.string(), options.trust};
  print_notices(ask_child(question, run.name(), "its generator was written").notices);
  std::cout << fmt::format("{}: the generator of {}\n", options.out.string(), run.name());
}

void write_events(const Options& options) {
  std::vector<std::string> notices;
  const std::vector<report::Run> runs = report::chosen_runs(options.asked, notices);
  print_notices(notices);
  for (const report::Run& run : runs) {
    const log::RunFile whole = log::read(run.file);
    const std::filesystem::path file = options.out / report::event_file_name(whole);
    std::filesystem::create_directories(file.parent_path());
    os::write_whole(file, report::event_file(whole));
  }
  std::cout << fmt::format("{}: {} run{}; tensorboard --logdir shows them\n", options.out.string(), runs.size(),
                           runs.size() == 1 ? "" : "s");
}

void write(const Options& options) {
  if (options.asked.to == "onnx") return write_model(options);
  if (options.asked.to == "tensorboard") return write_events(options);
  const report::Export made = report::export_runs(options.asked);
  print_notices(made.notices);
  os::write_whole(options.out, made.bytes);
  std::cout << fmt::format("{}: {} run{}\n", options.out.string(), made.runs, made.runs == 1 ? "" : "s");
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("path", options->asked.paths, "run files, or folders that hold them").required();
  verb.option("--to", options->asked.to,
              "csv: one long table; jsonl: an object for each run and step; npz: one run's weights and samples; "
              "onnx: one run's trained generator; tensorboard: a folder of event files")
      .one_of({"csv", "jsonl", "npz", "onnx", "tensorboard"})
      .required();
  verb.option("--where", options->asked.where, "only runs that match: 'divergence.name == kl and seed < 3'");
  verb.option("--trust", options->trust,
              "onnx: load the generator's code from where the run says: a file, or the run's plugins.paths");
  verb.option("--out", options->out, "the file; of tensorboard the folder").required();
  verb.notes =
      "csv for pandas and R: cell, seed, status, the keys that vary, table, column, step, value.\n"
      "npz for NumPy: weights/generator/dense_0/weight, samples/points, …\n"
      "onnx for onnxruntime and others (opset 13): input noise, of a conditional generator labels (int64) too, output "
      "samples, channels last, as `sample` draws them.\n"
      "tensorboard: scalars, the snapshots as images, the spec as text; W&B takes them too: wandb sync "
      "--sync-tensorboard FOLDER.";
  verb.runs([options] { write(*options); });
}

const Registered verb{"export", "results for other programs: a table, lines of JSON, arrays", declare};

}  // namespace
}  // namespace ganzoo::app::export_verb
