/// What metrics look at: the same evaluation samples and noise at every step and in every cell of one seed.
#pragma once

#include <ganzoo/core/tensor.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <span>
#include <vector>

namespace ganzoo {

/// Called between pieces of long work; throws where the work shall end.
using Poll = std::function<void()>;

/// Rows that are made when first asked for. Views stay valid until retire().
class Rows {
 public:
  using Fill = std::function<void(std::int64_t first, Matrix rows)>;

  /// The first n rows; `fill` makes those that are missing, a whole number of chunks.
  ConstMatrix first(std::int64_t n, std::int64_t columns, std::int64_t chunk, const Fill& fill);
  /// Forgets the values and frees what no view may use any more.
  void forget();
  /// Frees what was outgrown since the last call.
  void retire() { outgrown_.clear(); }

 private:
  OwnedMatrix memory_;
  std::int64_t valid_ = 0;
  std::vector<OwnedMatrix> outgrown_;
};

class Evaluations {
 public:
  /// Samples `first` … of an evaluation, of their rows of noise.
  using Generate = std::function<void(ConstMatrix noise, std::int64_t first, Matrix samples)>;

  /// Fakes are made `batch` at a time, from whole multiples of it on: a sample is the same, to the bit, however many are
  /// asked for and in what order.
  /// `stream` 0 is what metrics see; another number has other noise and, of endless data, other samples.
  Evaluations(const Data& data, const Shape& noise, bool uniform_noise, std::uint64_t seed, std::int64_t batch,
              std::uint64_t stream = 0);

  /// The first n evaluation samples of a split, in an order of the seed alone; all there are where it holds fewer.
  ConstMatrix split(
      Split split, std::int64_t n, const Poll& poll = [] {});
  /// The test split, or the train split of data that has no other.
  ConstMatrix real(
      std::int64_t n, const Poll& poll = [] {});
  /// The validation split, or the train split of data that has no other: what a choice is made by.
  ConstMatrix held_back(
      std::int64_t n, const Poll& poll = [] {});
  /// Real samples that share none with the first `comparable(n)` of real(): draw number `number` of them.
  ConstMatrix fresh(
      std::int64_t n, std::uint64_t number, const Poll& poll = [] {});
  /// The labels of the first n of real(), and from the first again where there are fewer: generated samples have them,
  /// too, so that both sides have as many of each class. Valid until begin().
  std::span<const Label> labels(std::int64_t n);
  /// n, or as many samples as the data has for both sides of a comparison of real with real.
  std::int64_t comparable(std::int64_t n) const;
  /// The first n evaluation noise vectors.
  ConstMatrix noise(
      std::int64_t n, const Poll& poll = [] {});
  /// What `generate` makes of the first n of them; kept until begin().
  ConstMatrix fake(
      std::int64_t n, const Generate& generate, const Poll& poll = [] {});
  /// A new evaluation: the generator has moved.
  void begin();

 private:
  void draw(Split split, std::int64_t first, Matrix rows, const Poll& poll) const;
  /// Which stream, or which order of its samples, a split is drawn with.
  Rng stream_of(Split split) const;
  std::vector<Label> labels_of(Split split, std::int64_t n) const;
  Split held_out() const { return only_train() ? Split::train : Split::test; }
  bool only_train() const;
  void draw_endless(const Rng& rng, std::int64_t first, Matrix rows, const Poll& poll) const;
  void draw_apart(std::uint64_t number, std::int64_t first, Matrix rows, const Poll& poll) const;
  void fetch(Split split, std::span<const std::int64_t> indices, Matrix rows, const Poll& poll) const;

  const Data& data_;
  std::int64_t noise_size_, sample_size_, batch_;
  bool uniform_noise_;
  std::uint64_t seed_, stream_;
  std::array<Rows, 3> splits_;
  Rows noise_, fake_, fresh_;
  std::uint64_t fresh_number_ = 0;
  std::vector<Label> labels_;
  std::list<std::vector<Label>> outgrown_labels_;
};

/// Standard normal, or uniform in [−1, 1): rows first … of a stream of noise vectors; `first` a multiple of 4.
void fill_noise(Matrix rows, bool uniform, const Rng& rng, std::int64_t first = 0);

}  // namespace ganzoo
