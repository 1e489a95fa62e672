#include <ganzoo/train/batches.hpp>

#include <algorithm>
#include <ganzoo/train/labels.hpp>

namespace ganzoo {

Batches::Batches(const Data& data, std::uint64_t seed, Purpose purpose)
    : data_(data), seed_(seed), purpose_(purpose), order_(static_cast<std::size_t>(data.size(Split::train))) {}

template <class Take>
void Batches::each_run(std::int64_t update, std::int64_t rows, const Take& take) {
  const auto epoch_size = static_cast<std::int64_t>(order_.size());
  std::int64_t position = update * rows;
  for (std::int64_t row = 0; row < rows;) {
    open(position / epoch_size);
    const std::int64_t first = position % epoch_size;
    const std::int64_t count = std::min(rows - row, epoch_size - first);
    take(row, std::span<const std::int64_t>(order_).subspan(static_cast<std::size_t>(first),
                                                            static_cast<std::size_t>(count)));
    row += count;
    position += count;
  }
}

void Batches::draw(std::int64_t update, Matrix batch) {
  if (order_.empty()) return data_.draw(batch, Rng(seed_, purpose_, static_cast<std::uint64_t>(update)));
  each_run(update, batch.rows, [&](std::int64_t row, std::span<const std::int64_t> indices) {
    data_.fetch(Split::train, indices, batch.slice(row, std::ssize(indices)));
  });
}

void Batches::draw_labels(std::int64_t update, std::span<Label> labels) {
  if (order_.empty())
    data_.draw_labels(labels, Rng(seed_, purpose_, static_cast<std::uint64_t>(update)));
  else
    each_run(update, std::ssize(labels), [&](std::int64_t row, std::span<const std::int64_t> indices) {
      data_.fetch_labels(Split::train, indices, labels.subspan(static_cast<std::size_t>(row), indices.size()));
    });
  require_below(data_.classes(), labels);
}

void Batches::open(std::int64_t epoch) {
  if (epoch == epoch_) return;
  const Purpose purpose = purpose_ == Purpose::data ? Purpose::permutation : purpose_;
  Rng(seed_, purpose, static_cast<std::uint64_t>(epoch)).fill_permutation(order_);
  epoch_ = epoch;
}

}  // namespace ganzoo
