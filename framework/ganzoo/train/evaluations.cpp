#include <ganzoo/train/chunks.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/labels.hpp>

#include <algorithm>
#include <utility>

namespace ganzoo {
namespace {

constexpr std::int64_t chunk_rows = 1024;  // of its own, so that the samples do not depend on the training batch

std::uint64_t number_of(Split split) { return static_cast<std::uint64_t>(split); }

}  // namespace

ConstMatrix Rows::first(std::int64_t n, std::int64_t columns, std::int64_t chunk, const Fill& fill) {
  const std::int64_t wanted = (n + chunk - 1) / chunk * chunk;
  if (wanted > memory_.rows) {
    OwnedMatrix larger(wanted, columns);
    std::ranges::copy(memory_.view().slice(0, valid_).flat(), larger.view().data);
    outgrown_.push_back(std::exchange(memory_, std::move(larger)));
  }
  if (wanted > valid_) fill(valid_, memory_.view().slice(valid_, wanted - valid_));
  valid_ = std::max(valid_, wanted);
  return memory_.view().slice(0, n);
}

void Rows::forget() {
  valid_ = 0;
  retire();
}

void fill_noise(Matrix rows, bool uniform, const Rng& rng, std::int64_t first) {
  const auto index = static_cast<std::uint64_t>(first * rows.columns);
  if (uniform)
    rng.fill_uniform(rows.flat(), -1, 1, index);
  else
    rng.fill_normal(rows.flat(), 0, 1, index);
}

Evaluations::Evaluations(const Data& data, const Shape& noise, bool uniform_noise, std::uint64_t seed,
                         std::int64_t batch, std::uint64_t stream)
    : data_(data),
      noise_size_(noise.size()),
      sample_size_(data.shape().size()),
      batch_(batch),
      uniform_noise_(uniform_noise),
      seed_(seed),
      stream_(stream) {}

void Evaluations::draw_endless(const Rng& rng, std::int64_t first, Matrix rows, const Poll& poll) const {
  in_chunks(rows.rows, chunk_rows, poll, [&](std::int64_t row, std::int64_t count) {
    data_.draw(rows.slice(row, count), rng.child(static_cast<std::uint64_t>((first + row) / chunk_rows)));
  });
}

void Evaluations::fetch(Split split, std::span<const std::int64_t> indices, Matrix rows, const Poll& poll) const {
  in_chunks(std::ssize(indices), chunk_rows, poll, [&](std::int64_t row, std::int64_t count) {
    data_.fetch(split, indices.subspan(static_cast<std::size_t>(row), static_cast<std::size_t>(count)),
                rows.slice(row, count));
  });
}

bool Evaluations::only_train() const { return data_.size(Split::train) > 0 && data_.size(Split::test) == 0; }

Rng Evaluations::stream_of(Split split) const {
  return Rng(seed_, Purpose::evaluation_data, stream_).child(number_of(split));
}

void Evaluations::draw(Split split, std::int64_t first, Matrix rows, const Poll& poll) const {
  const Rng rng = stream_of(split);
  const std::int64_t size = data_.size(split);
  if (size == 0) {
    draw_endless(rng, first, rows, poll);
    return;
  }
  std::vector<std::int64_t> order(static_cast<std::size_t>(size));
  rng.fill_permutation(order);
  const auto count = static_cast<std::size_t>(std::min(rows.rows, size - first));
  fetch(split, std::span(order).subspan(static_cast<std::size_t>(first), count), rows, poll);
}

ConstMatrix Evaluations::split(Split split, std::int64_t n, const Poll& poll) {
  if (data_.size(split) > 0) n = std::min(n, data_.size(split));
  return splits_[number_of(split)].first(n, sample_size_, chunk_rows,
                                         [&](std::int64_t first, Matrix rows) { draw(split, first, rows, poll); });
}

ConstMatrix Evaluations::real(std::int64_t n, const Poll& poll) { return split(held_out(), n, poll); }

std::vector<Label> Evaluations::labels_of(Split split, std::int64_t n) const {
  const std::int64_t size = data_.size(split);
  std::vector<Label> labels(static_cast<std::size_t>(size == 0 ? (n + chunk_rows - 1) / chunk_rows * chunk_rows : n));
  if (size == 0) {
    in_chunks(
        std::ssize(labels), chunk_rows, [] {},
        [&](std::int64_t row, std::int64_t count) {
          data_.draw_labels(std::span(labels).subspan(static_cast<std::size_t>(row), static_cast<std::size_t>(count)),
                            stream_of(split).child(static_cast<std::uint64_t>(row / chunk_rows)));
        });
    return labels;
  }
  std::vector<std::int64_t> order(static_cast<std::size_t>(size)), indices(labels.size());
  stream_of(split).fill_permutation(order);
  for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = order[i % order.size()];
  data_.fetch_labels(split, indices, labels);
  return labels;
}

std::span<const Label> Evaluations::labels(std::int64_t n) {
  const auto count = static_cast<std::size_t>(n);
  if (count > labels_.size()) {
    outgrown_labels_.push_back(std::exchange(labels_, labels_of(held_out(), n)));
    require_below(data_.classes(), labels_);
  }
  return std::span(labels_).first(count);
}

ConstMatrix Evaluations::held_back(std::int64_t n, const Poll& poll) {
  const bool has_validation = data_.size(Split::train) == 0 || data_.size(Split::validation) > 0;
  return split(has_validation ? Split::validation : Split::train, n, poll);
}

std::int64_t Evaluations::comparable(std::int64_t n) const {
  const std::int64_t train = data_.size(Split::train);
  if (train == 0) return n;
  return only_train() ? std::min(n, train / 2) : std::min({n, train, data_.size(Split::test)});
}

/// Finite data: rows of the train split in an order of the draw's own, without those that real() begins with where it
/// has no other split.
void Evaluations::draw_apart(std::uint64_t number, std::int64_t first, Matrix rows, const Poll& poll) const {
  const Rng own(seed_, Purpose::evaluation_data, number);
  if (data_.size(Split::train) == 0) {
    draw_endless(own.child(number_of(Split::test)), first, rows, poll);
    return;
  }
  std::vector<std::int64_t> order(static_cast<std::size_t>(data_.size(Split::train)));
  Rng(seed_, Purpose::evaluation_data).child(number_of(Split::train)).fill_permutation(order);
  const std::size_t taken = only_train() ? order.size() / 2 : 0;
  std::vector<std::int64_t> places(order.size() - taken), indices(static_cast<std::size_t>(rows.rows));
  own.fill_permutation(places);
  for (std::size_t i = 0; i < indices.size(); ++i)
    indices[i] = order[taken + static_cast<std::size_t>(places[static_cast<std::size_t>(first) + i])];
  fetch(Split::train, indices, rows, poll);
}

ConstMatrix Evaluations::fresh(std::int64_t n, std::uint64_t number, const Poll& poll) {
  constexpr std::uint64_t first_stream = 1000;  // beyond every stream of evaluations
  if (std::exchange(fresh_number_, number) != number) fresh_.forget();
  const std::int64_t chunk = data_.size(Split::train) == 0 ? chunk_rows : 1;
  return fresh_.first(comparable(n), sample_size_, chunk,
                      [&](std::int64_t first, Matrix rows) { draw_apart(first_stream + number, first, rows, poll); });
}

ConstMatrix Evaluations::noise(std::int64_t n, const Poll& poll) {
  const Rng rng(seed_, Purpose::evaluation_noise, stream_);
  return noise_.first(n, noise_size_, chunk_rows, [&](std::int64_t first, Matrix rows) {
    in_chunks(rows.rows, chunk_rows, poll, [&](std::int64_t row, std::int64_t count) {
      fill_noise(rows.slice(row, count), uniform_noise_, rng, first + row);
    });
  });
}

ConstMatrix Evaluations::fake(std::int64_t n, const Generate& generate, const Poll& poll) {
  const ConstMatrix z = noise((n + batch_ - 1) / batch_ * batch_, poll);
  return fake_.first(n, sample_size_, batch_,
                     [&](std::int64_t first, Matrix rows) { generate(z.slice(first, rows.rows), first, rows); });
}

void Evaluations::begin() {
  for (Rows& rows : splits_) rows.retire();
  noise_.retire();
  fresh_.retire();
  outgrown_labels_.clear();
  fake_.forget();
}

}  // namespace ganzoo
