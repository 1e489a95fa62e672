#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/page/sketch.hpp>
#include <ganzoo/report/page/still.hpp>
#include <ganzoo/report/picture/medians.hpp>
#include <ganzoo/report/runs/cohort.hpp>

namespace ganzoo::report {
namespace {

constexpr std::size_t most_vertices = 200;

/// Every so many rows, and the least and the greatest of those between.
void thin(SketchLine& line) {
  if (line.x.size() <= most_vertices) return;
  SketchLine thinned{line.name, line.style, {}, {}};
  for (const std::size_t row : kept_rows(line.y, most_vertices)) {
    thinned.x.push_back(line.x[row]);
    thinned.y.push_back(line.y[row]);
  }
  line = std::move(thinned);
}

}  // namespace

std::string curves_html(const Experiment& e) {
  std::string html;
  const std::vector<Cohort> cohorts = cohorts_of(e.frame, Keys{e.comparison.by, {}}, e.comparison.over);
  for (std::size_t m = 0; m < e.frame.measures.size(); ++m) {
    std::vector<SketchLine> lines;
    for (std::size_t g = 0; g < cohorts.size(); ++g) {
      std::vector<Trace> traces;
      for (const std::size_t run : cohorts[g].runs) traces.push_back(trace_of(e.frame, run, m));
      Trace median = median_of(traces);
      lines.push_back(
          {fmt::format("{}", fmt::join(cohorts[g].key, ", ")), g, std::move(median.x), std::move(median.y)});
      thin(lines.back());
    }
    html += sketch_of(e.frame.measures[m].name, lines);
  }
  return html;
}

}  // namespace ganzoo::report
