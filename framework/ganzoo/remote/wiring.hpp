/// What a Channel and its child agree on.
#pragma once

#include <array>
#include <cstdint>

namespace ganzoo::remote {

/// argv of the child: ganzoo answer-questions --parent PID ROLE
inline constexpr const char* child_verb = "answer-questions";
inline constexpr std::array role_names{"reads", "hosts"};  // by Role
inline constexpr int socket_number = 3;
inline constexpr std::uint64_t longest_question = std::uint64_t{64} << 20;

}  // namespace ganzoo::remote
