/// A value that many hold alike and few change: its copies share one, a change makes its own.
#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <utility>

namespace ganzoo {

namespace detail {

template <class T>
struct ElementOf {
  struct None;  // of what takes no list
  using type = None;
};
template <class T>
  requires requires { typename T::mapped_type; }
struct ElementOf<T> {
  using type = typename T::value_type;
};

}  // namespace detail

/// Reads as a `const T`; not for use by several threads at once.
template <class T>
class Shared {
 public:
  Shared() = default;  ///< a T{}, without memory taken
  Shared(T value) : value_(std::make_shared<T>(std::move(value))) {}
  template <class U>
    requires(std::constructible_from<T, U> && !std::same_as<std::remove_cvref_t<U>, Shared> &&
             !std::same_as<std::remove_cvref_t<U>, T>)
  Shared(U&& value) : value_(std::make_shared<T>(std::forward<U>(value))) {}
  Shared(std::initializer_list<typename detail::ElementOf<T>::type> elements)
    requires requires { typename T::mapped_type; }
      : value_(std::make_shared<T>(elements)) {}

  const T& operator*() const {
    static const T none{};
    return value_ ? *value_ : none;
  }
  const T* operator->() const { return &**this; }
  operator const T&() const { return **this; }
  /// To be changed: from here on no copy shares it.
  T& own() {
    if (!value_ || value_.use_count() > 1) value_ = std::make_shared<T>(**this);
    return *value_;
  }

  friend bool operator==(const Shared& a, const Shared& b) { return a.value_ == b.value_ || *a == *b; }

 private:
  std::shared_ptr<T> value_;
};

}  // namespace ganzoo
