/// What goes around a question and around an answer.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/confine.hpp>

namespace ganzoo::remote {

template <>
struct Declared<Complaint> {
  static constexpr auto fields = std::tuple{field("message", &Complaint::message), field("hint", &Complaint::hint)};
};

/// An Error on its way.
struct Refusal {
  std::int64_t code = 0;
  std::vector<Complaint> complaints;

  static constexpr auto fields = std::tuple{field("code", &Refusal::code), field("complaints", &Refusal::complaints)};
};

/// Any exception as an Error: memory and system errors are the environment's, what is unknown is a bug.
Error as_error(const std::exception& exception);

Refusal refusal_of(const std::exception& exception);
Error error_of(const Refusal& refusal);

}  // namespace ganzoo::remote
