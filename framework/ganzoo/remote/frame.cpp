#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <ganzoo/remote/frame.hpp>

namespace ganzoo::remote {
namespace {

static_assert(std::endian::native == std::endian::little);

/// Memory is taken as bytes arrive, however long the frame says that it is.
constexpr std::size_t chunk = std::size_t{1} << 20;

/// Waits until the socket takes or gives bytes.
Passed ready(int socket, short what, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return Passed::late;
    pollfd state{socket, what, 0};
    const int n = poll(&state, 1, static_cast<int>(std::min<decltype(left)>(left, 1'000'000)));
    if (n > 0) return Passed::whole;
    if (n < 0 && errno != EINTR) return Passed::closed;
  }
}

/// Moves `count` bytes by `move`, which sends or receives some of them.
template <class Move>
Passed all(int socket, short what, std::size_t count, Clock::time_point until, Move&& move) {
  for (std::size_t done = 0; done < count;) {
    if (const Passed passed = ready(socket, what, until); passed != Passed::whole) return passed;
    const ssize_t n = move(done);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) return Passed::closed;
    done += static_cast<std::size_t>(n);
  }
  return Passed::whole;
}

Passed send_all(int socket, const char* bytes, std::size_t count, Clock::time_point until) {
  return all(socket, POLLOUT, count, until, [&](std::size_t done) {
    return ::send(socket, bytes + done, count - done, MSG_NOSIGNAL | MSG_DONTWAIT);
  });
}

Passed receive_all(int socket, char* bytes, std::size_t count, Clock::time_point until) {
  return all(socket, POLLIN, count, until, [&](std::size_t done) {
    return ::recv(socket, bytes + done, count - done, MSG_DONTWAIT);
  });
}

}  // namespace

Passed send_frame(int socket, const std::string& bytes, Clock::time_point until) {
  const std::uint64_t length = bytes.size();
  char head[sizeof length];
  std::memcpy(head, &length, sizeof length);
  const Passed passed = send_all(socket, head, sizeof head, until);
  return passed == Passed::whole ? send_all(socket, bytes.data(), bytes.size(), until) : passed;
}

Passed receive_frame(int socket, std::string& bytes, std::uint64_t longest, Clock::time_point until) {
  std::uint64_t length = 0;
  char head[sizeof length];
  if (const Passed passed = receive_all(socket, head, sizeof head, until); passed != Passed::whole) return passed;
  std::memcpy(&length, head, sizeof length);
  if (length > longest) return Passed::too_long;
  bytes.clear();
  while (bytes.size() < length) {
    const std::size_t done = bytes.size(), count = std::min<std::uint64_t>(chunk, length - done);
    bytes.resize(done + count);
    if (const Passed passed = receive_all(socket, bytes.data() + done, count, until); passed != Passed::whole)
      return passed;
  }
  return Passed::whole;
}

}  // namespace ganzoo::remote
