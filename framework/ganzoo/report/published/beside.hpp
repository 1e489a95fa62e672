/// What a paper prints of the same table, trained with × measured by: for beside ours.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo::report {

struct Published;
struct TextTable;

/// The [published] table of the experiment in whose folder one of these runs lies, where it claims numbers of --cross;
/// else null. One that cannot be read leaves a notice.
std::shared_ptr<const Published> published_beside(const std::vector<Run>& runs, std::vector<std::string>& notices);

/// What the paper prints of this run's setting under that divergence, "" where it prints nothing.
std::string printed(const Published& published, const Run& run, const std::string& divergence);

/// Whose numbers they are.
std::string source_of(const Published& published);

/// The comparison's rows and measures with the paper's numbers.
TextTable printed_sheet(const Published& published, const Comparison& comparison, const std::vector<Run>& runs);

}  // namespace ganzoo::report
