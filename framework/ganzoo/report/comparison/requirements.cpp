#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/requirements.hpp>
#include <ganzoo/report/runs/searched.hpp>

namespace ganzoo::report {
namespace {

void require_choice(const char* option, const std::string& given, const std::vector<std::string>& known) {
  if (std::ranges::find(known, given) != known.end()) return;
  const std::string near = nearest(given, known);
  throw Error(Exit::usage, fmt::format("{} is {}, but must be {}", option, given, fmt::join(known, " or ")),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace

void require_sound(const CompareOptions& o) {
  require_choice("--diverged", o.diverged, {"worst", "last"});
  require_choice("--test", o.test, {"sign-flip", "unpaired"});
  require_choice("--interval", o.interval, {"auto", "student"});
  require_choice("--summary", o.summary, {"auto", "iqm"});
  const auto refuse = [](const char* what, const char* hint) { throw Error(Exit::usage, what, hint); };
  for (const auto* keys : {&o.over, &o.tune})
    if (std::ranges::find(*keys, "seed") != keys->end())
      refuse("--over and --tune do not take seed: it is what a comparison repeats", "--where chooses seeds");
  if (!o.over.empty() && !o.tune.empty()) refuse("--over and --tune exclude each other", "average, or choose");
  if (o.tune.empty() && (o.budget || !o.select_seeds.empty() || !o.write_winners.empty()))
    refuse("--budget, --select-seeds and --write-winners need --tune", "--tune names the keys that are chosen");
  if (o.margin && !(*o.margin > 0)) refuse("--margin must be positive", "it is in the first metric's unit");
  if (o.margin && o.baseline.empty()) refuse("--margin needs --baseline", "");
  if (o.margin && o.test == "unpaired") refuse("--margin needs pairs", "leave --test unpaired away");
  if (o.top < 0) refuse("--top must be positive", "");
}

void require_uncut(const Frame& frame, const CompareOptions& options) {
  if (options.at != "best" && options.at != "own-best" && options.tune.empty()) return;
  for (const Run& run : frame.runs)
    if (const auto cut = cut_of(run))
      throw Error(Exit::usage,
                  fmt::format("{} was cut at step {}, but {} chooses among runs of one length", run.name(), cut->step,
                              options.tune.empty() ? "--at " + options.at : "--tune"),
                  fmt::format("--at last, or --at {}; run --uncut goes on with it", cut->step));
}

void require_tunable(const Frame& frame, const CompareOptions& options) {
  if (options.tune.empty()) return;
  if (frame.measures.empty()) throw Error(Exit::usage, "--tune: nothing is measured in these runs");
  if (!frame.measures.front().has_direction())
    throw Error(Exit::usage, fmt::format("--tune: {} is better neither lower nor higher", frame.measures.front().name),
                "put a metric with a direction first in --metric");
  if (options.at == "best")
    for (const auto& series : frame.series)
      if (series.front().validation.empty())
        throw Error(Exit::usage, "--tune with --at best would choose step and setting on the reported samples",
                    "metrics.select measures on others; or --at last");
}

}  // namespace ganzoo::report
