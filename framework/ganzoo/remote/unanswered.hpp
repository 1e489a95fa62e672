/// What a verb ends with where a question to a child has no answer.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/remote/channel.hpp>
#include <string>

namespace ganzoo::remote {

/// "WHO: killed by signal 11 (Segmentation fault) while WHAT": a wrong question (usage), or, where the end came from
/// outside, a fault of nothing that was asked (environment).
Error unanswered(const Failure& failure, const std::string& who, const std::string& what);

}  // namespace ganzoo::remote
