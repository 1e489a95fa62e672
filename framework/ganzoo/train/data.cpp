#include <ganzoo/train/data.hpp>

#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <stdexcept>

namespace ganzoo {

void Data::draw(Matrix, const Rng&) const { throw std::logic_error("this data is finite: fetch(), not draw()"); }

void Data::fetch(Split, std::span<const std::int64_t>, Matrix) const {
  throw std::logic_error("this data is endless: draw(), not fetch()");
}

void Data::draw_labels(std::span<Label>, const Rng&) const { throw std::logic_error("this data draws no labels"); }

void Data::fetch_labels(Split, std::span<const std::int64_t>, std::span<Label>) const {
  throw std::logic_error("this data has no labels to fetch");
}

void restore(const Scaling& scaling, std::span<float> samples) {
  const std::size_t d = scaling.shift.size();
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = scaling.shift[i % d] + scaling.scale[i % d] * samples[i];
}

void require_classes(const char* key, int classes) {
  if (classes > 1) return;
  throw Error(Exit::usage,
              fmt::format("{} is true, but must be false: the data has {}", key,
                          classes == 0 ? "no labels" : "one class alone"),
              "describe data/NAME tells how data gives labels");
}

}  // namespace ganzoo
