/// Choosing and reporting on different numbers: the step that is best for the other seeds, the setting that is best on
/// the seeds set aside.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ganzoo::report {

/// `curves[s][i]`: seed s at the i-th of the steps that all have. For each seed the i with the best mean over the other
/// seeds, of those at which all others are finite, the earliest of equals; none where there is none, or no other seed.
std::vector<std::optional<std::size_t>> best_for_others(const std::vector<std::vector<double>>& curves,
                                                        bool higher_is_better);

/// The place of the best finite value, the earliest of equals.
std::optional<std::size_t> best_place(std::span<const double> values, bool higher_is_better);

/// What a setting is judged by: the mean, or the median where a value is infinite.
double score_of(std::span<const double> selection_values);

/// The place of the best score, infinities counting as what they are, the first of equals; none where all are NaN.
std::optional<std::size_t> winner_of(std::span<const double> scores, bool higher_is_better);

}  // namespace ganzoo::report
