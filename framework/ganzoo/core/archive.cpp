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

[[noreturn]] void refuse(const std::string& name, const char* why) {
  throw Error(Exit::usage, fmt::format("state \"{}\" {}", name, why));
}

/// A name is a path of parts, none of them empty or a dot, and stands for one array or for what is below it.
void require_usable(const Saved& into, const std::string& name) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") refuse(name, "has an empty part, or one of dots alone");
    if (end < name.size() && into.contains(name.substr(0, end))) refuse(name, "is below a state that is an array");
    begin = end + 1;
  }
  if (name.find('\0') != std::string::npos) refuse(name, "has a zero in its name");
  if (into.contains(name)) refuse(name, "is saved twice");
  const auto below = into.lower_bound(name + "/");
  if (below != into.end() && below->first.starts_with(name + "/")) refuse(name, "is above another state");
}

template <class T>
void save(Saved& into, const std::string& name, std::vector<T> values) {
  require_usable(into, name);
  into[name] = std::move(values);
}

template <class T>
void exchange(bool loading, Saved* into, const Saved* from, const std::string& name, std::span<T> values) {
  if (loading) {
    copy(*from, name, values);
  } else {
    save(*into, name, std::vector<T>(values.begin(), values.end()));
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
    save(*into_, prefix_ + name, values);
  }
}

void Archive::operator()(const std::string& name, std::vector<std::int64_t>& values) {
  if (loading_) {
    values = stored<std::int64_t>(*from_, prefix_ + name);
  } else {
    save(*into_, prefix_ + name, values);
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
