/// How a verb asks a process that may load components: its question, its answer and its output are one file.
///
///     struct Draw { static constexpr const char* name = "draw"; using Answer = …; … };
///     const remote::Answers<Draw> answer{[](const Draw& question) { … }};
///     … ask_child(Draw{…}, "generator mlp", "it drew samples")
#pragma once

#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <ganzoo/remote/unanswered.hpp>

namespace ganzoo::app {

/// What is answered by having been done.
struct Done {
  static constexpr auto fields = std::tuple{};
};

/// Waits as long as it takes. Throws ganzoo::Error: what the child throws, or that it is unanswered().
template <class Q>
typename Q::Answer ask_child(const Q& question, const std::string& who, const std::string& what) {
  remote::Channel child(remote::Role::hosts);
  auto outcome = child.ask(question, {.patience = remote::no_end, .seconds = remote::no_end});
  if (const auto* failure = std::get_if<remote::Failure>(&outcome)) throw remote::unanswered(*failure, who, what);
  return std::move(std::get<typename Q::Answer>(outcome));
}

}  // namespace ganzoo::app
