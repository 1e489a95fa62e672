#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/cross.hpp>
#include <ganzoo/report/picture/font.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <ganzoo/report/table/wording.hpp>
#include <set>

namespace ganzoo::report {
namespace {

std::string left_out(const Experiment& e) {
  std::string text;
  for (const Run& run : e.frame.runs)
    if (!run.is_over())
      text += fmt::format("left out of statistics: {}, {} at step {}\n", run.name(), log::name_of(run.log->status),
                          run.log->step);
  return text;
}

/// Measured by other divergences than those of training.
Experiment crossed(const std::string& title, const std::vector<Run>& runs, const PlotOptions& o) {
  if (o.cross.empty())
    throw Error(Exit::usage, "--what cross needs --cross", "the divergences to measure by: --cross kl,reverse_kl,js");
  Experiment e;
  e.title = title;
  e.comparison = compare_cross(runs, o.compared, o.cross);
  e.frame.runs = runs_where(o.compared.where, runs);
  e.frame.measures = e.comparison.measures;
  for (const Cohort& cohort : cohorts_of(e.frame, Keys{e.comparison.by, {}}, o.compared.over))
    e.first_seeds.push_back(cohort.runs.front());
  return e;
}

/// "pearson=Pearson χ²": the figure calls the group so.
void relabel(Experiment& e, const std::vector<std::string>& labels) {
  for (const std::string& label : labels) {
    const std::string value = label.substr(0, label.find('='));
    if (value.size() == label.size())
      throw Error(Exit::usage, fmt::format("--label is {}, but must be VALUE=TEXT", label), "--label kl=KL");
    std::vector<std::string> known;
    bool found = false;
    for (Group& group : e.comparison.groups)
      for (auto& [key, text] : group.key) {
        known.push_back(text);
        if (text == value) found = true, text = label.substr(value.size() + 1);
      }
    const std::string near = nearest(value, known);
    if (!found)
      throw Error(Exit::usage, fmt::format("--label {} names no group", label),
                  near.empty() ? "" : fmt::format("did you mean {}?", near));
  }
}

/// An option that some pictures have no use for.
struct Use {
  const char* option;
  bool given;
  std::vector<std::string> pictures;
};

/// Nothing that was asked for is left out in silence.
void require_use(const PlotOptions& o) {
  const std::vector<std::string> curves{"curves"}, strips{"samples", "game"};
  for (const Use& use : {Use{"--x", o.compared.axis != "step", curves}, Use{"--xlim", !o.xlim.empty(), curves},
                         Use{"--ylim", !o.ylim.empty(), curves}, Use{"--line", o.line != "auto", curves},
                         Use{"--band", o.band != "auto", curves}, Use{"--seeds", o.seeds, curves},
                         Use{"--smooth", o.smooth != 1, curves}, Use{"--steps", !o.steps.empty(), strips},
                         Use{"--cross", !o.cross.empty(), {"cross"}},
                         Use{"--y", !o.columns.empty(), {"curves", "bars", "paired", "scatter", "phase"}},
                         Use{"--scale", o.scale != "auto", {"curves", "bars", "scatter", "phase"}}})
    if (use.given && std::ranges::find(use.pictures, o.what) == use.pictures.end())
      throw Error(Exit::usage,
                  fmt::format("{} is of {}, not of {}", use.option, fmt::join(use.pictures, ", "), o.what));
}

}  // namespace

Figure plot(const PlotOptions& o) {
  require_use(o);
  require_font(o.font);
  std::vector<std::string> notices;
  const std::vector<Run> all = load_runs(o.compared, notices);
  std::set<std::string> titles;
  for (const Run& run : runs_where(o.compared.where, all)) titles.insert(run.log->title);
  if (titles.size() > 1)
    throw Error(Exit::usage,
                fmt::format("these are runs of {} experiments ({}), but a figure is of one", titles.size(),
                            fmt::join(titles, ", ")),
                "give one experiment's folder");
  std::vector<Run> own;
  std::ranges::copy_if(all, std::back_inserter(own), [&](const Run& run) { return run.log->title == *titles.begin(); });
  Experiment e = o.what == "cross" ? crossed(*titles.begin(), own, o) : experiment_of(*titles.begin(), own, o.compared);
  relabel(e, o.labels);
  Figure figure = o.what == "curves"    ? plot_curves(e, o)
                  : o.what == "bars"    ? plot_bars(e, o, false)
                  : o.what == "paired"  ? plot_bars(e, o, true)
                  : o.what == "scatter" ? plot_scatter(e, o)
                  : o.what == "game"    ? plot_game(e, o)
                  : o.what == "phase"   ? plot_phase(e, o)
                  : o.what == "cross"   ? plot_cross(e, o)
                                        : plot_samples(e, o);
  figure.caption = fmt::format("{} · {}\n{}\n{}{}", on_one_line(e.title), seeds_text(e), summary_line(e.comparison),
                               figure.caption, left_out(e));
  figure.notices = std::move(notices);
  figure.notices.insert(figure.notices.end(), e.comparison.notices.begin(), e.comparison.notices.end());
  return figure;
}

}  // namespace ganzoo::report
