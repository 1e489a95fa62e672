#include <algorithm>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/dealer.hpp>
#include <utility>

namespace ganzoo {

Dealer::Dealer(const Data& data, Noise noise, Board& board, Streams streams)
    : noise_(std::move(noise)),
      board_(board),
      streams_(streams),
      critic_(data, streams.seed, Purpose::data),
      generators_(data, streams.seed, Purpose::generator_data) {}

void Dealer::deal_critic(std::int64_t update) {
  const profile::Scope scope("batch");
  noise_.fill(board_.noise, streams_.of(Purpose::critic_noise, update));
  draw(critic_, update);
  label(critic_, update);
}

void Dealer::deal_generator(std::int64_t update, bool with_reals) {
  const profile::Scope scope("batch");
  noise_.fill(board_.noise, streams_.of(Purpose::generator_noise, update));
  if (with_reals) draw(generators_, update);
  label(generators_, update);
}

void Dealer::draw(Batches& batches, std::int64_t update) {
  const Matrix real = board_.samples.real();
  batches.draw(update, real);
  real_seen += real.rows;
}

/// Fakes have the labels of the real samples beside them: those are the data's own frequencies, and whatever lies between
/// the two (a gradient penalty's points) is of one class.
void Dealer::label(Batches& batches, std::int64_t update) {
  if (board_.labels.empty()) return;
  const auto real = std::span(board_.labels).first(board_.labels.size() / 2);
  batches.draw_labels(update, real);
  std::ranges::copy(real, board_.labels.begin() + std::ssize(real));
}

}  // namespace ganzoo
