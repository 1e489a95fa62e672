/// How a plain struct crosses from one process to another: by its fields, declared once.
///
///     struct Measure {
///       std::string metric, real, fake;
///       static constexpr auto fields = std::tuple{remote::field("metric", &Measure::metric), …};
///     };
#pragma once

#include <tuple>

namespace ganzoo::remote {

template <class T, class Member>
struct Field {
  const char* name;
  Member T::*member;
};

template <class T, class Member>
constexpr Field<T, Member> field(const char* name, Member T::*member) {
  return {name, member};
}

/// Where the fields of T are declared: in T, or in a specialisation, for a struct that knows nothing of processes.
template <class T>
struct Declared {
  static constexpr auto fields = T::fields;
};

/// The last value of an enumeration that crosses; what lies beyond it is refused.
template <class E>
struct LastOf;

}  // namespace ganzoo::remote
