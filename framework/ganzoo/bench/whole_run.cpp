#include <fmt/format.h>

#include <ganzoo/bench/folder.hpp>
#include <ganzoo/bench/whole_run.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <variant>

namespace ganzoo::bench {
namespace {

constexpr const char* quickstart_text = R"(
title = "quickstart"
steps = {steps}
seed = 0
[data]
name = "ring"
modes = 8
radius = 2.0
std = 0.02
[generator]
name = "mlp"
noise = 16
hidden = [128, 128, 128]
[discriminator]
name = "mlp"
hidden = [128, 128, 128]
[divergence]
name = "minimax"
generator_loss = "non_saturating"
[scheduler]
name = "alternating"
decay = "linear"
[optimizer]
generator = {{ name = "adam", rate = 2e-3, beta1 = 0.5 }}
discriminator = {{ name = "adam", rate = 2e-3, beta1 = 0.5 }}
[train]
batch = 256
threads = {threads}
precision = "{precision}"
noise = "independent"
ema = 0.0
[metrics]
every = 500
samples = 2500
floor = 39
names = ["modes", "sliced_wasserstein"]
[log]
every = 10
snapshots = 20
commit = 10.0
keep_checkpoint = false
)";

struct Trained {
  double steps = 0;
  std::vector<std::string> names;
  std::vector<double> seconds;
  static constexpr auto fields =
      std::tuple{remote::field("steps", &Trained::steps), remote::field("names", &Trained::names),
                 remote::field("seconds", &Trained::seconds)};
};

struct TrainQuickstart {
  static constexpr const char* name = "train the quickstart";
  using Answer = Trained;
  std::string precision;
  int threads = 1;
  std::filesystem::path folder;
  static constexpr auto fields = std::tuple{remote::field("precision", &TrainQuickstart::precision),
                                            remote::field("threads", &TrainQuickstart::threads),
                                            remote::field("folder", &TrainQuickstart::folder)};
};

const remote::Answers<TrainQuickstart> train{[](const TrainQuickstart& question) -> Trained {
  const WholeRun run = train_whole(quickstart({question.precision, question.threads}), question.folder);
  Trained answer{run.steps, {}, {}};
  for (const profile::Part& part : run.besides) {
    answer.names.push_back(part.name);
    answer.seconds.push_back(part.seconds);
  }
  return answer;
}};

}  // namespace

double WholeRun::outside() const {
  double besides_steps = 0;
  for (const profile::Part& part : besides) besides_steps += part.seconds;
  return besides_steps / (steps + besides_steps);
}

Table quickstart(const Setting& setting, std::int64_t steps) {
  return config::parse_toml(fmt::format(fmt::runtime(quickstart_text), fmt::arg("steps", steps),
                                        fmt::arg("threads", setting.threads), fmt::arg("precision", setting.precision)),
                            "quickstart");
}

WholeRun train_whole(const Table& spec, const std::filesystem::path& folder) {
  profile::want();
  experiment::Session session;
  session.cell = "quickstart";
  session.spec = spec;
  session.folder = folder;
  experiment::run_session(session);
  WholeRun run;
  double outside = 0;
  for (const profile::Part& part : profile::parts()) (part.name == profile::step ? run.steps : outside) += part.seconds;
  run.besides = profile::parts("log and commit");
  for (const profile::Part& part : run.besides) outside -= part.seconds;
  run.besides.push_back({"else", outside});
  return run;
}

WholeRun train_whole_apart(const Setting& setting) {
  const Folder folder;
  remote::Channel child{remote::Role::hosts};
  constexpr remote::Limits limits{.patience = remote::no_end, .seconds = remote::no_end};
  child.begin(TrainQuickstart{setting.precision, setting.threads, folder.path}, limits);
  auto outcome = child.end<TrainQuickstart>();
  if (const auto* failure = std::get_if<remote::Failure>(&outcome))
    throw Error(Exit::cells_failed, fmt::format("bench: the quickstart {}", failure->reason));
  const Trained& trained = std::get<Trained>(outcome);
  WholeRun run{trained.steps, {}};
  for (std::size_t i = 0; i < trained.names.size(); ++i)
    run.besides.push_back({trained.names[i], trained.seconds.at(i)});
  return run;
}

}  // namespace ganzoo::bench
