#include <ganzoo/core/error.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

namespace ganzoo {
namespace {

std::string all_messages(const std::vector<Complaint>& complaints) {
  std::string text;
  for (const Complaint& c : complaints) text += (text.empty() ? "" : "\n") + c.message;
  return text;
}

/// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// What other programs call the same thing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> other_names{{
    {"lr", "rate"},
    {"learning_rate", "rate"},
    {"learning-rate", "rate"},
    {"batch_size", "batch"},
    {"batch-size", "batch"},
    {"bs", "batch"},
    {"epoch", "epochs"},
    {"num_epochs", "epochs"},
    {"n_epochs", "epochs"},
    {"max_epochs", "epochs"},
    {"iterations", "steps"},
    {"n_iter", "steps"},
    {"num_steps", "steps"},
    {"max_steps", "steps"},
    {"random_seed", "seed"},
    {"manual_seed", "seed"},
    {"n_critic", "critic_steps"},
    {"latent_dim", "noise"},
    {"z_dim", "noise"},
    {"nz", "noise"},
    {"num_threads", "threads"},
    {"n_jobs", "jobs"},
    {"workers", "jobs"},
    {"num_workers", "jobs"},
    {"output", "out"},
    {"output_dir", "out"},
    {"dataset", "data"},
}};

}  // namespace

Error::Error(Exit code, std::string message, std::string hint)
    : Error(code, std::vector<Complaint>{{std::move(message), std::move(hint)}}) {}

Error::Error(Exit code, std::vector<Complaint> complaints)
    : std::runtime_error(all_messages(complaints)), code_(code), complaints_(std::move(complaints)) {}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
  for (const auto& [other, ours] : other_names)
    if (word == other && std::ranges::find(known, ours) != known.end()) return std::string(ours);
  std::string best;
  std::size_t least = std::max<std::size_t>(1, (word.size() + 1) / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < least && distance < candidate.size()) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace ganzoo
