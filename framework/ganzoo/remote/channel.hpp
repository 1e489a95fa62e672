/// The parent's side: questions to a child process, which may crash, hang or lie, and is then replaced.
///
///     remote::Channel channel(remote::Role::reads);
///     const auto outcome = channel.ask(ReadRun{file});
///     if (const auto* failure = std::get_if<remote::Failure>(&outcome)) …
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/confine.hpp>
#include <memory>
#include <string>
#include <variant>

namespace ganzoo::remote {

/// Why there is no answer.
struct Failure {
  std::string reason;  ///< "killed by signal 11 (Segmentation fault)", "took more than 10 s", …
  int signal = 0;      ///< that killed the child; 0: none did
  bool late = false;   ///< it was killed for taking too long
};

template <class Answer>
using Outcome = std::variant<Answer, Failure>;

/// One child, started at the first question and again after each that it did not survive. For the main thread: a child
/// dies with the thread that started it.
class GANZOO_API Channel {
 public:
  explicit Channel(Role role);
  ~Channel();

  /// Throws ganzoo::Error: what the child answered with, or (environment) where no process can be had.
  template <class Q>
  Outcome<typename Q::Answer> ask(const Q& question, const Limits& limits = {}) {
    auto reply = exchange(Q::name, pack(question), limits);
    if (auto* failure = std::get_if<Failure>(&reply)) return std::move(*failure);
    try {
      return unpack<typename Q::Answer>(std::get<Json>(reply));
    } catch (const Garbled&) {
      return garbled();
    }
  }

 private:
  std::variant<Json, Failure> exchange(const char* name, Json question, const Limits& limits);
  Failure garbled();

  struct Conversation;
  Role role_;
  std::int64_t asked_ = 0;
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace ganzoo::remote
