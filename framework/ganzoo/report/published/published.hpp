/// What a paper reports of an experiment, as the [published] table of its file, and what became of it here.
///
///     [published]
///     source       = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016, table 2"
///     core_minutes = 10
///
///     [[published.claim]]
///     what   = "mean of the best Gaussian"
///     metric = "moments.fake_mean"            # or cross = "kl": that divergence of data and generator (compare --cross)
///     by     = "divergence.name"
///     value  = { kl = 1.0100, js = 1.3070 }   # or one number, without `by`
///     within = 0.05                           # or at_most, at_least in place of value and within
///     where  = "seed < 3"                     # optional, as compare --where
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

/// One number of the paper.
struct Claim {
  std::string what, metric, cross, where, note;
  std::string published;  ///< as it is printed: "1.0100", "at most 0.001"
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};

struct Published {
  std::string source, note;
  double core_minutes = 0;  ///< what all cells take on one core
  std::vector<Claim> claims;
};

/// Of an experiment's table; nothing where it has no [published]. Throws ganzoo::Error (usage), all complaints at once.
std::optional<Published> read_published(const Table& experiment);

enum class Verdict : std::uint8_t {
  holds,  ///< the centre lies where the paper has it
  open,   ///< it does not, but its interval reaches there
  fails
};

struct Judged {
  Claim claim;
  Interval ours;
  std::int64_t seeds = 0;
  Verdict verdict = Verdict::fails;
  std::string reason;  ///< why there is no number
};

/// Of the finished runs; a claim without a run fails.
std::vector<Judged> judge(const Published& published, const std::vector<Run>& runs, std::vector<std::string>& notices);

Sheet sheet_of(const std::vector<Judged>& judged);

}  // namespace ganzoo::report
