#include <fmt/format.h>

#include <ganzoo/remote/unanswered.hpp>

namespace ganzoo::remote {

Error unanswered(const Failure& failure, const std::string& who, const std::string& what) {
  const std::string told = fmt::format("{}: {} while {}", who, failure.reason, what);
  if (!failure.is_from_outside()) return {Exit::usage, told};
  return {Exit::environment, told,
          failure.signal == SIGKILL ? "SIGKILL comes from outside: is there too little memory?" : "try again"};
}

}  // namespace ganzoo::remote
