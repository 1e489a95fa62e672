#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ganzoo {
namespace {

template <class T>
const std::vector<T>& stored(const Saved& from, const std::string& name) {
  const auto found = from.find(name);
  if (found == from.end()) throw Error(Exit::corrupt, fmt::format("checkpoint: {} is missing", name));
  const auto* values = std::get_if<std::vector<T>>(&found->second);
  if (!values) throw Error(Exit::corrupt, fmt::format("checkpoint: {} is of another type", name));
  return *values;
}

template <class T>
void copy(const Saved& from, const std::string& name, std::span<T> values) {
  const std::vector<T>& source = stored<T>(from, name);
  if (source.size() != values.size()) {
    throw Error(Exit::corrupt,
                fmt::format("checkpoint: {} has {} numbers, but must have {}", name, source.size(), values.size()));
  }
  std::copy(source.begin(), source.end(), values.begin());
}

template <class T>
void exchange(bool loading, Saved* into, const Saved* from, const std::string& name, std::span<T> values) {
  if (loading) {
    copy(*from, name, values);
  } else {
    (*into)[name] = std::vector<T>(values.begin(), values.end());
  }
}

}  // namespace

Archive Archive::saver(Saved& into) { return {&into, nullptr, false}; }
Archive Archive::loader(const Saved& from) { return {nullptr, &from, true}; }

void Archive::operator()(const std::string& name, double& value) {
  exchange(loading_, into_, from_, prefix_ + name, std::span(&value, 1));
}

void Archive::operator()(const std::string& name, std::int64_t& value) {
  exchange(loading_, into_, from_, prefix_ + name, std::span(&value, 1));
}

void Archive::operator()(const std::string& name, bool& value) {
  std::int64_t number = value ? 1 : 0;
  (*this)(name, number);
  value = number != 0;
}

void Archive::operator()(const std::string& name, std::vector<double>& values) {
  if (loading_) {
    values = stored<double>(*from_, prefix_ + name);
  } else {
    (*into_)[prefix_ + name] = values;
  }
}

void Archive::operator()(const std::string& name, std::vector<std::int64_t>& values) {
  if (loading_) {
    values = stored<std::int64_t>(*from_, prefix_ + name);
  } else {
    (*into_)[prefix_ + name] = values;
  }
}

void Archive::operator()(const std::string& name, std::span<float> values) {
  exchange(loading_, into_, from_, prefix_ + name, values);
}

void Archive::operator()(const std::string& name, std::span<double> values) {
  exchange(loading_, into_, from_, prefix_ + name, values);
}

Archive Archive::scope(const std::string& prefix) const {
  Archive inner(into_, from_, loading_);
  inner.prefix_ = prefix_ + prefix + "/";
  return inner;
}

}  // namespace ganzoo
