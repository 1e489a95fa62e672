/// The races of a job with a [search], as its workers find them in <job>/search: one JSON object.
#pragma once

#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/search/contest.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Those of an experiment, none where it has no [search]. The cells that would confirm its winners are added to `all`, and
/// the SHA-256 of their data to `data`. Throws ganzoo::Error as a rehearsal does.
std::vector<Contest> contests_in(const RunOptions& options, Preparation& all, std::vector<std::string>& data);

/// `contests`: of those rules, nobody cut yet.
std::string to_text(const Search& rules, const std::vector<Contest>& contests);

/// Throws ganzoo::Error (corrupt).
std::vector<Contest> contests_from(const std::string& text);

}  // namespace ganzoo::experiment
