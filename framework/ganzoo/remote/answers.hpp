/// What a child answers: whoever defines a question answers it in one place,
/// `const remote::Answers<Measure> answers{[](const Measure& question) { … }};`
///
/// A question is a struct with its fields declared (fields.hpp), `static constexpr const char* name` and `Answer`.
#pragma once

#include <functional>
#include <ganzoo/remote/codec.hpp>

namespace ganzoo::remote {

void add_answer(const char* question, std::function<Json(const Json&)> answer);

template <class Q>
struct Answers {
  explicit Answers(typename Q::Answer (*answer)(const Q&)) {
    add_answer(Q::name, [answer](const Json& question) { return pack(answer(unpack<Q>(question))); });
  }
};

}  // namespace ganzoo::remote
