#include <fmt/format.h>

#include <csignal>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/log/foreign.hpp>
#include <ganzoo/log/lines.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/remote/channel.hpp>

namespace ganzoo::log {
namespace {

/// The one process that reads for this one.
remote::Channel& reading_process() {
  static remote::Channel channel(remote::Role::reads);
  return channel;
}

/// Enough for any file of this size that a program wrote; damage can send libhdf5 round in circles.
remote::Limits limits_for(const std::filesystem::path& file) {
  std::error_code unknown;
  std::uint64_t size = std::filesystem::file_size(file, unknown);
  if (unknown) size = 0;
  return {.patience = 60'000 + size / 5'000,
          .seconds = 5 + size / 5'000'000,
          .memory = (std::uint64_t{1} << 29) + 16 * size,
          .answer = (std::uint64_t{1} << 28) + 16 * size};
}

[[noreturn]] void refuse(const std::filesystem::path& file, const remote::Failure& failure) {
  if (failure.late || failure.is_from_outside())
    throw Error(Exit::environment,
                fmt::format("{}: cannot be read: the process that read it {}", file.string(),
                            failure.signal == SIGKILL ? "was killed (out of memory?)" : failure.reason));
  const std::string why = failure.signal == SIGXCPU ? "does not come to an end"
                          : failure.signal != 0     ? fmt::format("fails at it ({})", ::strsignal(failure.signal))
                                                    : "fails at it: " + failure.reason;
  throw Error(Exit::corrupt, fmt::format("{}: is so damaged that libhdf5 {}", file.string(), why));
}

template <class Q>
typename Q::Answer ask(const Q& question) {
  auto outcome = reading_process().ask(question, limits_for(question.file));
  if (const auto* failure = std::get_if<remote::Failure>(&outcome)) refuse(question.file, *failure);
  return std::move(std::get<typename Q::Answer>(outcome));
}

void require_sound(const std::filesystem::path& file, const std::string& fault) {
  if (!fault.empty()) throw Error(Exit::corrupt, fmt::format("{}: {}", file.string(), fault));
}

}  // namespace

RunFile read_hdf5(const std::filesystem::path& file, Part part) {
  RunFile run = ask(ReadRun{file, part});
  require_sound(file, fault_of(run));
  make_lines_of_head(run);
  make_lines_of_columns(run);
  return run;
}

void verify(const std::filesystem::path& file) {
  if (!ask(VerifyRun{file}).sealed) throw Error(Exit::corrupt, without_checksum(file));
}

std::string without_checksum(const std::filesystem::path& file) {
  return fmt::format("{}: has no checksum: it is cut off, or another program changed it", file.string());
}

Numbers read_numbers(const std::filesystem::path& file, const std::string& path) {
  Numbers numbers = ask(ReadNumbers{file, path});
  require_sound(file, fault_of(path, numbers));
  return numbers;
}

}  // namespace ganzoo::log
