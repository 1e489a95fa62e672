#include <ganzoo/train/data.hpp>

#include <stdexcept>

namespace ganzoo {

void Data::draw(Matrix, const Rng&) const { throw std::logic_error("this data is finite: fetch(), not draw()"); }

void Data::fetch(Split, std::span<const std::int64_t>, Matrix) const {
  throw std::logic_error("this data is endless: draw(), not fetch()");
}

}  // namespace ganzoo
