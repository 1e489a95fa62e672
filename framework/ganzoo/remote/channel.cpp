#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/child.hpp>
#include <ganzoo/remote/envelope.hpp>
#include <ganzoo/remote/frame.hpp>
#include <ganzoo/remote/wiring.hpp>

namespace ganzoo::remote {
namespace {

using os::Child;
using os::Descriptor;
using os::Ending;
using std::chrono::milliseconds;

std::pair<os::Descriptor, os::Descriptor> make_sockets() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw Error(Exit::environment, fmt::format("a socket cannot be made: {}", std::strerror(errno)));
  return {os::Descriptor(ends[0]), os::Descriptor(ends[1])};
}

/// The last line that the child printed on stderr: what an abort or an uncaught exception had to say.
std::string last_words(int file) {
  struct stat about {};
  if (fstat(file, &about) != 0 || about.st_size == 0) return {};
  constexpr off_t most = 400;
  std::string text(static_cast<std::size_t>(std::min(about.st_size, most)), '\0');
  const ssize_t n = pread(file, text.data(), text.size(), about.st_size - static_cast<off_t>(text.size()));
  text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  text.erase(0, text.find_last_of('\n') + 1);
  return on_one_line(text);
}

}  // namespace

struct Channel::Conversation {
  os::Child child;
  os::Descriptor socket, words;
  milliseconds patience{};  ///< of the question that has been asked
  std::uint64_t longest = 0;
  Clock::time_point until{};
  Passed sent = Passed::closed;

  static std::unique_ptr<Conversation> begin(Role role, int error) {
    auto [ours, theirs] = make_sockets();
    os::Descriptor words = os::memory_file("");
    os::Child child = os::Child::start(
        child_verb, {role_names[static_cast<std::size_t>(role)]},
        {.input = -1, .output = -1, .error = error < 0 ? words.get() : error, .more = {{theirs.get(), socket_number}}});
    auto begun = std::make_unique<Conversation>();
    begun->child = std::move(child);
    begun->socket = std::move(ours);
    begun->words = std::move(words);
    return begun;
  }

  void send(const std::string& bytes, const Limits& limits) {
    patience = milliseconds(limits.patience);
    longest = limits.answer;
    until = Clock::now() + patience;
    sent = send_frame(socket.get(), bytes, until);
  }

  Passed receive(std::string& bytes) {
    if (sent != Passed::whole) return sent;
    return receive_frame(socket.get(), bytes, longest, until, [this] { return child.ended().has_value(); });
  }

  /// Why no answer came.
  Failure post_mortem(Passed passed) {
    if (passed == Passed::late) {
      child.kill();
      return {fmt::format("took more than {} s", patience.count() / 1000), 0, true};
    }
    const std::optional<os::Ending> ending = passed == Passed::closed ? child.wait(milliseconds(1000)) : std::nullopt;
    if (!ending) {
      child.kill();
      return {passed == Passed::too_long ? "answered with too much" : "wrote to descriptors not its own"};
    }
    if (!ending->signalled && ending->code == descriptors_closed) return {"closed descriptors not its own"};
    if (!ending->signalled && ending->code == memory_lacking) return {.reason = "found no memory", .lacking = true};
    const std::string said = last_words(words.get());
    return {said.empty() ? ending->text() : fmt::format("{}: {}", ending->text(), said),
            ending->signalled ? ending->code : 0};
  }
};

Channel::Channel(Role role, int error) : role_(role), error_(error) {}
Channel::~Channel() = default;
Channel::Channel(Channel&&) noexcept = default;

void Channel::restart() { conversation_.reset(); }

Failure Channel::garbled() {
  restart();
  return {"wrote to descriptors not its own"};
}

void Channel::send(const char* name, Json question, const Limits& limits) {
  if (!conversation_) conversation_ = Conversation::begin(role_, error_);
  const Json request{{"id", ++asked_}, {"name", name}, {"limits", pack(limits)}, {"question", std::move(question)}};
  conversation_->send(to_bytes(request), limits);
}

std::variant<Json, Failure> Channel::receive() {
  std::string bytes;
  if (const Passed passed = conversation_->receive(bytes); passed != Passed::whole) {
    Failure failure = conversation_->post_mortem(passed);
    restart();
    return failure;
  }
  try {
    Json reply = from_stranger(bytes);
    if (!reply.is_object() || reply.value("id", Json()) != asked_) return garbled();
    if (const auto refused = reply.find("refused"); refused != reply.end()) throw error_of(unpack<Refusal>(*refused));
    if (const auto answer = reply.find("answer"); answer != reply.end()) return Json(std::move(*answer));
  } catch (const Garbled&) {
  }
  return garbled();
}

}  // namespace ganzoo::remote
