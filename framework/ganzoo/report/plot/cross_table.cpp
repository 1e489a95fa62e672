#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/published/beside.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

constexpr double line = 25, head = 30, foot = 4;

/// 0 for the least centre of a column, 1 for the greatest; NaN without one. Equal ones share a place.
double rank_of(const std::vector<Shown>& groups, const Experiment& e, std::size_t measure, double center) {
  double below = 0, others = -1;
  for (const Shown& shown : groups) {
    const double other = e.comparison.groups[shown.place].values[measure].interval.center;
    others += !std::isnan(other);
    below += other < center;
  }
  return std::isnan(center) ? NAN : others > 0 ? below / others : 0;
}

void write_within(Sheet& sheet, const Box& box, double y, const std::string& text, double size, const Color& color) {
  const double width = sheet.canvas.text_width(text, size), room = box.width - 3;
  sheet.canvas.text(box.left + box.width / 2, y, text, size * std::min(1.0, room / std::max(room, width)), color,
                    Canvas::Anchor::middle);
}

std::string number(double v) {
  std::string text = fmt::format("{:.3g}", v);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return text;
}

/// `print`: what a paper has there, or "".
void draw_cell(Sheet& sheet, const Box& box, const Summary& value, double rank, bool own, const std::string& print) {
  auto& [canvas, style] = sheet;
  Color shade = style.hues[0];
  shade.alpha = 0.05 + 0.4 * (1 - rank);
  if (!std::isnan(rank)) canvas.fill_box(box.left + 1, box.top + 1, box.width - 2, box.height - 2, shade);
  if (own) canvas.frame(box.left + 1, box.top + 1, box.width - 2, box.height - 2, style.ink, 0.8);
  const Interval& i = value.interval;
  const bool has_interval = !std::isnan(i.low);
  const double up = print.empty() ? 0 : 2.5;
  write_within(sheet, box, box.top + (has_interval ? 11 : 15) - up, std::isnan(i.center) ? "–" : number(i.center),
               large, style.ink);
  if (has_interval)
    write_within(sheet, box, box.top + 20 - 2 * up, fmt::format("[{}, {}]", number(i.low), number(i.high)), 5.5,
                 style.dim);
  if (!print.empty()) write_within(sheet, box, box.top + 21.5, "print: " + print, 5.5, style.ink);
}

/// Whether a group was trained with the divergence of that name, whatever a figure calls it.
bool is_own(const Run& first, const std::string& divergence) {
  return text_at(first, "divergence.name") == fmt::format("\"{}\"", divergence);
}

std::string words_of(const Experiment& e, const Published* published) {
  std::string text =
      "rows: trained with; columns: measured by; the darker, the lower in its column; framed: its own, with its "
      "default parameters\n";
  for (std::size_t m = 0; m < e.frame.measures.size(); ++m) {
    const double level = shared_level(e.comparison, m);
    text += fmt::format("{}: {}, {} interval, {}\n", e.frame.measures[m].name,
                        e.comparison.groups.empty() ? "" : e.comparison.groups[0].values[m].interval.summary,
                        e.comparison.rules[m], std::isnan(level) ? "levels differ or none" : level_text(level));
  }
  return published ? text + "print: " + source_of(*published) + "\n" : text;
}

}  // namespace

Figure plot_cross(const Experiment& e, const PlotOptions& o) {
  const std::vector<Shown> groups = groups_of(e, o);
  const std::size_t columns = e.frame.measures.size();
  std::vector<std::string> notices;  // of a table that `compare --cross` complains of
  const std::shared_ptr<const Published> published = published_beside(e.frame.runs, notices);
  const double whole = layout_of(o.layout, 3).whole();
  double label = measured("trained with", small, o);
  for (const Shown& group : groups) label = std::max(label, measured(group.name, small, o));
  label = std::min(label + 12, whole / 2);
  const double width = (whole - label - 4) / static_cast<double>(columns);
  Sheet sheet = sheet_of(whole, head + static_cast<double>(groups.size()) * line + foot, e, o);
  const Style& style = sheet.style;
  sheet.canvas.text(label - 6, head - 5, "trained with", small, style.grey, Canvas::Anchor::right);
  write_within(sheet, {label, 0, whole - label, head}, 11, "measured by ↓", small, style.grey);
  for (std::size_t m = 0; m < columns; ++m)
    write_within(sheet, {label + static_cast<double>(m) * width, 0, width, head}, head - 5, e.frame.measures[m].name,
                 small, style.ink);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Group& group = e.comparison.groups[groups[g].place];
    const Run& first = e.frame.runs[e.first_seeds[groups[g].place]];
    const double top = head + static_cast<double>(g) * line;
    sheet.canvas.text(label - 6, top + 15, groups[g].name, small, style.ink, Canvas::Anchor::right);
    for (std::size_t m = 0; m < columns; ++m)
      draw_cell(sheet, {label + static_cast<double>(m) * width, top, width, line}, group.values[m],
                rank_of(groups, e, m, group.values[m].interval.center), is_own(first, e.frame.measures[m].name),
                published ? printed(*published, first, e.frame.measures[m].name) : "");
  }
  return {sheet.canvas.finished(), words_of(e, published.get()), {}};
}

}  // namespace ganzoo::report
