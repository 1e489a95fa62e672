#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/peers.hpp>
#include <ganzoo/log/checksum.hpp>
#include <string_view>
#include <vector>

namespace ganzoo::experiment {
namespace {

template <class T>
std::vector<T> gathered(ProcessLink& link, const T& mine) {
  std::vector<T> all(static_cast<std::size_t>(link.size()));
  gather(link, mine, std::span(all));
  return all;
}

std::string_view bytes_of(std::span<const float> numbers) {
  const auto bytes = std::as_bytes(numbers);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t checksum_of(const nn::Parameters* network) {
  if (!network) return 0;
  return log::checksum_of({bytes_of(network->numbers()), bytes_of(network->statistic_values())}).crc32;
}

}  // namespace

Peers::Word Peers::agree(const Word& mine) const {
  if (alone()) return mine;
  const std::vector<Word> words = gathered(*link_, mine);
  Word agreed = words.front();
  for (const Word& word : words) agreed.stop = std::max(agreed.stop, word.stop);
  return agreed;
}

void Peers::require_same_weights(Trainer& trainer) const {
  if (alone()) return;
  const std::uint32_t checksums[] = {
      checksum_of(&trainer.generator_parameters()), checksum_of(trainer.averaged_parameters()),
      checksum_of(trainer.critic_parameters()), checksum_of(trainer.encoder_parameters())};
  const auto bytes = std::as_bytes(std::span(checksums));
  require_same(log::checksum_of({{reinterpret_cast<const char*>(bytes.data()), bytes.size()}}).crc32,
               fmt::format("at step {} has other weights than process 0", trainer.steps_done()));
}

void Peers::require_same(const std::string& what, const std::string& text) const {
  if (!alone()) require_same(log::checksum_of({text}).crc32, fmt::format("has other {} than process 0", what));
}

void Peers::require_same(std::uint32_t checksum, const std::string& has) const {
  const std::vector<std::uint32_t> all = gathered(*link_, checksum);
  const auto other = std::ranges::find_if(all, [&](std::uint32_t one) { return one != all.front(); });
  if (other == all.end()) return;
  throw Error(Exit::cells_failed, fmt::format("process {} {}", other - all.begin(), has),
              "every process must run the same program and components, on processors of one instruction set");
}

}  // namespace ganzoo::experiment
