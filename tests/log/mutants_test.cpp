/// Run files with bytes changed, half of them sealed again with a right checksum: what no program wrote.
#include <fmt/format.h>

#include <bit>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>

#include "sample_run.hpp"
#include "support/catch.hpp"
#include "support/dice.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;

namespace {

/// zlib's CRC-32, bit by bit.
std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = ~0U;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1U ^ (crc & 1U ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

constexpr std::size_t trailer = 48;

std::string sealed(std::string data) {
  std::string seal = fmt::format("GANZOO crc32={:08x} bytes={:016x}", crc32(data), data.size());
  seal.resize(trailer - 1, ' ');
  return data + seal + '\n';
}

/// One to eight bytes changed: to anything, to an extreme, or by a bit; or a piece put elsewhere, or the end cut off.
std::string mutant_of(const std::string& data, std::uint64_t number) {
  Dice dice(number);
  std::string bytes = data;
  const std::size_t way = dice.below(10);
  if (way == 0) return bytes.substr(0, dice.below(bytes.size()));
  if (way == 1) {
    const std::size_t length = 1 + dice.below(64);
    return bytes.replace(dice.below(bytes.size() - length), length,
                         bytes.substr(dice.below(bytes.size() - length), length));
  }
  for (std::size_t i = 0, n = 1 + dice.below(8); i < n; ++i) {
    char& byte = bytes[dice.below(bytes.size())];
    const std::size_t how = dice.below(3);
    byte = static_cast<char>(how == 0   ? dice.below(256)
                             : how == 1 ? (dice.below(2) ? 0xff : 0)
                                        : byte ^ (1 << dice.below(8)));
  }
  return bytes;
}

/// Sealed again, the file may be what it says, or refused; as it is, it must be refused.
void check_mutants(std::uint64_t first, std::uint64_t count) {
  const TemporaryFolder folder;
  log::RunFile run = testing::sample_run();
  run.spec.resize(100);
  log::write(folder / "run.h5", run);
  std::string data = files::read(folder / "run.h5");
  data.resize(data.size() - trailer);
  REQUIRE(sealed(data) == files::read(folder / "run.h5"));
  std::size_t read = 0, refused = 0;
  for (std::uint64_t i = first; i < first + count; ++i) {
    CAPTURE(i);
    const bool again = i % 2 == 0;
    const std::string mutant = mutant_of(data, i);
    if (mutant == data) continue;
    files::write(folder / "mutant.h5", again ? sealed(mutant) : mutant + sealed(data).substr(data.size()));
    const auto [code, message] = refusal([&] { log::read(folder / "mutant.h5"); });
    ++(code == Exit::ok ? read : refused);
    CHECK((code == Exit::corrupt || (again && (code == Exit::ok || code == Exit::environment))));
    CHECK(std::ranges::none_of(message, [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
    if (i % 8 == 0) refusal([&] { log::verify(folder / "mutant.h5"); });
  }
  WARN(read << " read, " << refused << " refused");
  CHECK(log::read(folder / "run.h5").step == run.step);  // and the reading process is as good as new
}

}  // namespace

TEST_CASE("no changed byte of a run file harms its reader, whatever its checksum says", "[unit]") {
  check_mutants(0, 400);
}

TEST_CASE("a storm of changed run files harms no reader", "[.storm]") {
  const char* count = std::getenv("GANZOO_STORM");
  check_mutants(1000, count ? std::strtoull(count, nullptr, 10) : 3000);
}
