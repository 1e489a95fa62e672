/// The parent's side: questions to a child process, which may crash, hang or lie, and is then replaced.
///
///     remote::Channel channel(remote::Role::reads);
///     const auto outcome = channel.ask(ReadRun{file});
///     if (const auto* failure = std::get_if<remote::Failure>(&outcome)) …
#pragma once

#include <csignal>
#include <ganzoo/core/error.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/confine.hpp>
#include <memory>
#include <string>
#include <variant>

namespace ganzoo::remote {

/// Why there is no answer.
struct Failure {
  std::string reason;    ///< "killed by signal 11 (Segmentation fault)", "took more than 10 s", …
  int signal = 0;        ///< that killed the child; 0: none did
  bool late = false;     ///< it was killed for taking too long
  bool lacking = false;  ///< it found no memory, and held little itself

  /// Somebody's SIGKILL (the kernel's, where memory is short) or request to end (a scheduler's, to all processes), or a
  /// lack of memory: no fault of what was asked.
  bool is_from_outside() const {
    return signal == SIGKILL || signal == SIGTERM || signal == SIGINT || signal == SIGHUP || lacking;
  }
};

template <class Answer>
using Outcome = std::variant<Answer, Failure>;

/// One child, started at the first question and again after each that it did not survive. For the main thread: a child
/// dies with the thread that started it.
///
/// What an earlier question has left behind in a child, somebody's SIGKILL, or a lack of memory is no fault of this one:
/// where a child that has answered before dies, where any is killed from outside or finds no memory, or where its answer is
/// doubted, a fresh child is asked once more.
class Channel {
 public:
  /// `error`: where the child's stderr goes; −1: into what is told of its end.
  explicit Channel(Role role, int error = -1);
  ~Channel();
  Channel(Channel&&) noexcept;

  /// Throws ganzoo::Error: what the child answered with (asked again where it is of the environment: something may have
  /// been used up), or (environment) where no process can be had.
  template <class Q, class Doubt>
  Outcome<typename Q::Answer> ask(const Q& question, const Limits& limits, const Doubt& is_doubtful) {
    const bool fresh = !conversation_;
    try {
      auto outcome = ask_once(question, limits);
      if (!is_worth_another(fresh, outcome, is_doubtful)) return outcome;
    } catch (const Error& error) {
      if (fresh || error.code() != Exit::environment) throw;
    }
    restart();
    return ask_once(question, limits);
  }
  template <class Q>
  Outcome<typename Q::Answer> ask(const Q& question, const Limits& limits = {}) {
    return ask(question, limits, [](const typename Q::Answer&) { return false; });
  }

  /// The two halves of a question that is asked once: children that have all been asked work at once.
  template <class Q>
  void begin(const Q& question, const Limits& limits) {
    send(Q::name, pack(question), limits);
  }
  template <class Q>
  Outcome<typename Q::Answer> end() {
    auto reply = receive();
    if (auto* failure = std::get_if<Failure>(&reply)) return std::move(*failure);
    try {
      return unpack<typename Q::Answer>(std::get<Json>(reply));
    } catch (const Garbled&) {
      return garbled();
    }
  }

 private:
  template <class Q>
  Outcome<typename Q::Answer> ask_once(const Q& question, const Limits& limits) {
    begin(question, limits);
    return end<Q>();
  }
  template <class Answer, class Doubt>
  static bool is_worth_another(bool fresh, const Outcome<Answer>& outcome, const Doubt& is_doubtful) {
    if (const auto* failure = std::get_if<Failure>(&outcome))
      return failure->is_from_outside() || (!fresh && !failure->late);
    return !fresh && is_doubtful(std::get<Answer>(outcome));
  }
  void send(const char* name, Json question, const Limits& limits);
  std::variant<Json, Failure> receive();
  Failure garbled();
  void restart();

  struct Conversation;
  Role role_;
  int error_;
  std::int64_t asked_ = 0;
  std::unique_ptr<Conversation> conversation_;
};

}  // namespace ganzoo::remote
