#include <ganzoo/train/batches.hpp>

#include <algorithm>

namespace ganzoo {

Batches::Batches(const Data& data, std::uint64_t seed, Purpose purpose)
    : data_(data), seed_(seed), purpose_(purpose), order_(static_cast<std::size_t>(data.size(Split::train))) {}

void Batches::draw(std::int64_t update, Matrix batch) {
  if (order_.empty()) return data_.draw(batch, Rng(seed_, purpose_, static_cast<std::uint64_t>(update)));

  const auto epoch_size = static_cast<std::int64_t>(order_.size());
  std::int64_t position = update * batch.rows;
  for (std::int64_t row = 0; row < batch.rows;) {
    open(position / epoch_size);
    const std::int64_t first = position % epoch_size;
    const std::int64_t count = std::min(batch.rows - row, epoch_size - first);
    const auto indices = std::span(order_).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
    data_.fetch(Split::train, indices, batch.slice(row, count));
    row += count;
    position += count;
  }
}

void Batches::open(std::int64_t epoch) {
  if (epoch == epoch_) return;
  const Purpose purpose = purpose_ == Purpose::data ? Purpose::permutation : purpose_;
  Rng(seed_, purpose, static_cast<std::uint64_t>(epoch)).fill_permutation(order_);
  epoch_ = epoch;
}

}  // namespace ganzoo
