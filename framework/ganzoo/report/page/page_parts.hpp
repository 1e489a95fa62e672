/// What a report's section is made of. Colours tell groups apart, the same ones in every picture of a section.
#pragma once

#include <ganzoo/report/picture/canvas.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// How a group's lines look: the same in every picture of a section.
struct Style {
  Color color;
  Dash dash = Dash::none;
};

/// Runs of one experiment that differ only in what varies within a group: the seed.
struct Cluster {
  std::string label;
  Style style;
  std::vector<const Run*> runs;
};

/// `by`: keys that tell groups apart; empty: all that varies but the seed.
std::vector<Cluster> clusters_of(const std::vector<Run>& runs, const std::vector<std::string>& by);

/// Every metric, the divergence's estimate and the players' objectives over the steps: each run thin, the groups'
/// medians thick, every value in sight. "" where there is nothing to draw.
/// `metrics`: those columns, or metrics, alone; empty: all.
std::string curves_html(const std::vector<Cluster>& clusters, const std::vector<std::string>& metrics);

/// The last snapshot of each group's first run, as points (beside real ones where the data can be had) or images.
std::string samples_html(const std::vector<Cluster>& clusters, std::vector<std::string>& notices);

}  // namespace ganzoo::report
