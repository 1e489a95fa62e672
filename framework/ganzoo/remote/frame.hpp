/// One message over a socket: its length, then its bytes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ganzoo::remote {

using Clock = std::chrono::steady_clock;

enum class Passed : std::uint8_t { whole, closed, late, too_long };

/// Sends the frame; never raises SIGPIPE.
Passed send_frame(int socket, const std::string& bytes, Clock::time_point until);

/// Receives the next frame, of at most `longest` bytes.
Passed receive_frame(int socket, std::string& bytes, std::uint64_t longest, Clock::time_point until);

}  // namespace ganzoo::remote
