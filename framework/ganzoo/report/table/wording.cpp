#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/table/wording.hpp>
#include <limits>
#include <set>

namespace ganzoo::report {
namespace {

std::string with_minus(std::string text) {
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return text;
}

std::string seeds_text(const std::vector<std::int64_t>& seeds) {
  if (seeds.empty()) return "no seeds";
  const bool run = seeds.size() > 2 && seeds.back() - seeds.front() + 1 == static_cast<std::int64_t>(seeds.size());
  if (run) return fmt::format("seeds {}–{}", seeds.front(), seeds.back());
  return fmt::format("seed{} {}", seeds.size() == 1 ? "" : "s", fmt::join(seeds, ", "));
}

/// "seeds 0–2" where all groups have the same.
std::string shared_seeds(const Comparison& c) {
  for (const Group& group : c.groups)
    if (group.seeds != c.groups.front().seeds) return "";
  return c.groups.empty() ? "" : seeds_text(c.groups.front().seeds);
}

std::string at_text(const Comparison& c) {
  if (c.at == "best") return fmt::format("at the step best for {} by {}", c.chosen_by, c.selected_on);
  if (c.at == "own-best")
    return fmt::format("at each run's own best step by {}: optimistic, chosen and reported on the same samples",
                       c.selected_on);
  return c.at == "last" ? (c.place.empty() ? "last step" : c.place + " (last)") : c.place;
}

std::string pooled_text(const Comparison& c) {
  if (!c.tune.empty() && !c.groups.empty() && c.groups.front().tuned)
    return fmt::format("{} chosen on {}", fmt::join(c.tune, ", "), seeds_text(c.groups.front().tuned->selection_seeds));
  if (c.over.empty() || c.groups.empty()) return "";
  return fmt::format("mean over {} settings of {}, {} seeds", c.groups.front().settings, fmt::join(c.over, ", "),
                     c.groups.front().seeds.size());
}

std::string test_text(const Comparison& c) {
  if (c.baseline.empty()) return "";
  const bool paired = c.test == "sign-flip";
  return fmt::format("against {}, {}, Holm over {}{}", c.baseline,
                     paired ? "paired by seed, exact sign-flip" : "unpaired, permutation of means", c.family,
                     c.margin ? fmt::format(", margin {:.6g}", *c.margin) : "");
}

template <class Level>
double shared(const Comparison& c, const Level& level) {
  std::set<double> levels;
  for (const Group& group : c.groups)
    if (const double l = level(group); !std::isnan(l)) levels.insert(l);
  return levels.size() == 1 ? *levels.begin() : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::string short_text(double value, int digits) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "inf" : "−inf";
  const double size = std::abs(value);
  const bool whole = size >= std::pow(10.0, digits - 1) && size < 1e7;
  std::string text = whole ? fmt::format("{:.0f}", value) : fmt::format("{:.{}g}", value, digits);
  if (whole && fmt::format("{:.{}g}", value, digits).find('e') == text.npos)
    text = fmt::format("{:.{}g}", value, digits);
  return with_minus(text == "-0" ? "0" : text);
}

std::string range_text(double low, double high) {
  return std::isnan(low) ? "" : fmt::format("[{}, {}]", short_text(low, 2), short_text(high, 2));
}

std::string level_text(double level) { return fmt::format("{:.4g} %", 100 * level); }

std::string p_text(double p, double p_holm) { return std::isnan(p) ? "" : fmt::format("{:.3g} ({:.3g})", p, p_holm); }

std::string center_text(const Summary& value) {
  if (std::isnan(value.interval.center)) return value.undefined.empty() ? "–" : "not defined";
  std::string text = short_text(value.interval.center, 3);
  if (value.mark == Mark::at) text += "≈";
  if (value.mark == Mark::below) text += "‡";
  if (value.undefined.empty()) return text;
  return fmt::format("{} ({} of {})", text, value.runs.size(), value.runs.size() + value.undefined.size());
}

std::string heading(const Comparison& c, std::size_t m) {
  const Measure& measure = c.measures[m];
  std::string text = measure.name;
  if (measure.better == "higher") text += " ↑";
  if (measure.better == "lower") text += " ↓";
  const double best = measure.higher() ? measure.bounds.upper : std::numeric_limits<double>::infinity();
  if (std::isfinite(best) && best != 1) text += fmt::format(" of {}", short_text(best, 3));
  if (!measure.unit.empty() && measure.unit != "1") text += " (" + measure.unit + ")";
  if (!c.baseline.empty()) text += m == 0 ? " · primary" : " · exploratory";
  return text;
}

std::string summary_line(const Comparison& c) {
  std::vector<std::string> parts;
  for (const std::string& part : {c.title, at_text(c), pooled_text(c), shared_seeds(c), test_text(c)})
    if (!part.empty()) parts.push_back(part);
  if (std::ranges::find(c.rules, "student") != c.rules.end())
    parts.emplace_back("Student's interval, which assumes normal values");
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string status_text(const Group& group) {
  std::vector<std::string> parts;
  const auto count = [&](std::int64_t n, const char* what) {
    if (n > 0) parts.push_back(fmt::format("{} {}", n, what));
  };
  if (!group.cut_at.empty()) parts.push_back(group.cut_at);
  count(group.diverged, "diverged");
  count(group.failed, "failed");
  count(group.unfinished, "unfinished");
  count(group.ran_away, "ran away");
  if (!group.missing_seeds.empty()) parts.push_back(fmt::format("incomplete: {}", seeds_text(group.missing_seeds)));
  return fmt::format("{}", fmt::join(parts, "; "));
}

bool goes_along(const Comparison& c, const Group& group) {
  const auto baseline = std::ranges::find_if(c.groups, &Group::is_baseline);
  const Group& first = baseline == c.groups.end() ? c.groups.front() : *baseline;
  return group.goes_with != first.goes_with;
}

std::vector<std::string> footnotes(const Comparison& c) {
  std::vector<std::string> notes;
  std::set<std::string> keys;
  for (const Group& group : c.groups)
    for (const auto& [key, value] : group.goes_with)
      if (goes_along(c, group)) keys.insert(key.substr(0, key.find('[')));
  if (!keys.empty()) notes.push_back(fmt::format("† differs in {} too", fmt::join(keys, ", ")));
  const auto has = [&](Mark mark) {
    return std::ranges::any_of(c.groups, [&](const Group& g) {
      return std::ranges::any_of(g.values, [&](const Summary& v) { return v.mark == mark; });
    });
  };
  if (!c.spent.empty()) notes.push_back(c.spent);
  if (std::ranges::any_of(c.groups, [](const Group& g) { return !g.cut_at.empty(); }))
    notes.emplace_back("cut groups show their values at that step, unranked; --at STEP compares all at one");
  if (has(Mark::at)) notes.emplace_back("≈ cannot be told from real samples of that number");
  if (has(Mark::below)) notes.emplace_back("‡ better than real samples: copied or shared ones, or a biased metric");
  return notes;
}

bool has_differences(const Comparison& c) { return !c.baseline.empty(); }

double shared_level(const Comparison& c, std::size_t m) {
  return shared(c, [m](const Group& g) { return g.values[m].interval.level; });
}

double shared_difference_level(const Comparison& c, std::size_t m) {
  return shared(c, [m](const Group& g) {
    return g.values[m].difference ? g.values[m].difference->interval.level : std::numeric_limits<double>::quiet_NaN();
  });
}

}  // namespace ganzoo::report
