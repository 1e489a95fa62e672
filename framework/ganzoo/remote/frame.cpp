#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <ganzoo/remote/frame.hpp>

namespace ganzoo::remote {
namespace {

static_assert(std::endian::native == std::endian::little);

/// Memory is taken as bytes arrive, however long the frame says that it is.
constexpr std::size_t chunk = std::size_t{1} << 20;

/// Of a frame, that nothing else has written there.
constexpr std::uint64_t mark = 0x6f6f'7a6e'6167'0002;

struct Head {
  std::uint64_t mark, length;
};

/// Waits until the socket takes or gives bytes.
Passed ready(int socket, short what, Clock::time_point until, const std::function<bool()>& over) {
  constexpr std::int64_t longest_wait = 1'000'000, between_looks = 100;  // milliseconds
  for (;;) {
    const bool last = over && over();
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return Passed::late;
    const std::int64_t wait = last ? 0 : over ? between_looks : longest_wait;
    pollfd state{socket, what, 0};
    const int n = poll(&state, 1, static_cast<int>(std::min<std::int64_t>(left, wait)));
    if (n > 0) return Passed::whole;
    if ((n < 0 && errno != EINTR) || (n == 0 && last)) return Passed::closed;
  }
}

/// Moves `count` bytes by `move`, which sends or receives some of them.
template <class Move>
Passed all(int socket, short what, std::size_t count, Clock::time_point until, const std::function<bool()>& over,
           Move&& move) {
  for (std::size_t done = 0; done < count;) {
    if (const Passed passed = ready(socket, what, until, over); passed != Passed::whole) return passed;
    const ssize_t n = move(done);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return Passed::closed;
    done += static_cast<std::size_t>(n);
  }
  return Passed::whole;
}

Passed send_all(int socket, const char* bytes, std::size_t count, Clock::time_point until) {
  return all(socket, POLLOUT, count, until, {},
             [&](std::size_t done) { return ::send(socket, bytes + done, count - done, MSG_NOSIGNAL | MSG_DONTWAIT); });
}

Passed receive_all(int socket, char* bytes, std::size_t count, Clock::time_point until,
                   const std::function<bool()>& over) {
  return all(socket, POLLIN, count, until, over,
             [&](std::size_t done) { return ::recv(socket, bytes + done, count - done, MSG_DONTWAIT); });
}

}  // namespace

Passed send_frame(int socket, const std::string& bytes, Clock::time_point until) {
  const Head head{mark, bytes.size()};
  const Passed passed = send_all(socket, reinterpret_cast<const char*>(&head), sizeof head, until);
  return passed == Passed::whole ? send_all(socket, bytes.data(), bytes.size(), until) : passed;
}

Passed receive_frame(int socket, std::string& bytes, std::uint64_t longest, Clock::time_point until,
                     const std::function<bool()>& over) {
  Head head{};
  const Passed begun = receive_all(socket, reinterpret_cast<char*>(&head), sizeof head, until, over);
  if (begun != Passed::whole) return begun;
  if (head.mark != mark) return Passed::stray;
  if (head.length > longest) return Passed::too_long;
  bytes.clear();
  while (bytes.size() < head.length) {
    const std::size_t done = bytes.size(), count = std::min<std::uint64_t>(chunk, head.length - done);
    bytes.resize(done + count);
    if (const Passed passed = receive_all(socket, bytes.data() + done, count, until, over); passed != Passed::whole)
      return passed;
  }
  return Passed::whole;
}

}  // namespace ganzoo::remote
