#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/train/labels.hpp>
#include <vector>

namespace ganzoo {

void require_below(int classes, std::span<const Label> labels) {
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] < 0 || labels[i] >= classes)
      throw Error(Exit::corrupt, fmt::format("the data's label of sample {} of a batch is {}, but must be in [0, {})",
                                             i, labels[i], classes));
}

void require_tied(const nn::Network& generator, const nn::Network* critic) {
  const bool made = generator.classes() > 0, judged = critic && critic->classes() > 0;
  if (made && !judged)
    throw Error(Exit::usage,
                critic ? "generator.conditional is true, but the discriminator takes no labels: nothing would tie a "
                         "sample to its label"
                       : "generator.conditional is true, but nothing judges its labels: the divergence has no critic",
                critic ? "discriminator.projection = true, or concatenation = true" : "");
  if (judged && !made)
    throw Error(
        Exit::usage,
        "the discriminator takes labels, but the generator does not: its samples would have labels that it never "
        "saw",
        "generator.conditional = true");
}

void fill_labels(const Data& data, const Rng& rng, std::span<Label> labels) {
  if (data.size(Split::train) == 0) return data.draw_labels(labels, rng);
  const Split split = data.size(Split::test) > 0 ? Split::test : Split::train;
  std::vector<std::int64_t> rows(labels.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows[i] = static_cast<std::int64_t>(rng.below(i, static_cast<std::uint64_t>(data.size(split))));
  data.fetch_labels(split, rows, labels);
}

}  // namespace ganzoo
