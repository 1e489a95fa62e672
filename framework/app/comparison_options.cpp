#include "comparison_options.hpp"

namespace ganzoo::app {

void declare_comparison(Command& verb, report::CompareOptions& o) {
  verb.option("path", o.paths, "run files, or folders that hold them").required();
  verb.option("--by", o.by, "keys that make the groups; default: what varies between the runs, but the seed")
      .with_commas();
  verb.option("--metric", o.metrics, "columns of /metrics, or metrics; the first is primary; default: all")
      .with_commas();
  verb.option("--where", o.where, "only runs that match: 'divergence.name == kl and seed < 3'");
  verb.option("--baseline", o.baseline, "the group, by a key's value, that the others are compared with seed by seed");
  verb.option("--at", o.at,
              "last; best: the step best for the other seeds by the first metric; own-best: each run's own, which "
              "flatters; or a place on the axis")
      .with_default()
      .like({"last", "best", "own-best"});
}

void declare_inner_keys(Command& verb, report::CompareOptions& o) {
  verb.option("--over", o.over, "keys that vary inside a group: averaged within each seed").with_commas();
  verb.option("--tune", o.tune,
              "keys whose best values are chosen for each group by the first metric, on other seeds than are reported")
      .with_commas();
  verb.option("--select-seeds", o.select_seeds, "the seeds that choose; default: the first half of all").with_commas();
}

void declare_axis(Command& verb, report::CompareOptions& o) {
  verb.option("--axis", o.axis,
              "step, critic_updates, real_seen or wall_time: compare at equal compute; real_seen counts the real batch "
              "that a relativistic game draws for its generator, too")
      .with_default()
      .like({"step", "critic_updates", "real_seen", "wall_time"});
}

}  // namespace ganzoo::app
