/// One message over a socket: a mark, its length, then its bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace ganzoo::remote {

using Clock = std::chrono::steady_clock;

enum class Passed : std::uint8_t {
  whole,
  closed,
  late,
  too_long,
  stray,  ///< something else has written there
};

/// Sends the frame; never raises SIGPIPE.
Passed send_frame(int socket, const std::string& bytes, Clock::time_point until);

/// Receives the next frame, of at most `longest` bytes. Others may hold the sender's end open: once it is `over`, what
/// has been sent is all that comes.
Passed receive_frame(int socket, std::string& bytes, std::uint64_t longest, Clock::time_point until,
                     const std::function<bool()>& over = {});

}  // namespace ganzoo::remote
