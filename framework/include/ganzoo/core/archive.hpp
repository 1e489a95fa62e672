/// One function saves and loads a component's state: `void state(Archive& a) { a("average", average_); }`.
///
/// The law: run n steps, save, load into a fresh object, continue: equal bits.
#pragma once

#include <ganzoo/core/api.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace ganzoo {

/// What was saved: arrays by path ("optimizer/generator/first_moment").
using Saved = std::map<std::string, std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<float>>>;

class GANZOO_API Archive {
 public:
  static Archive saver(Saved& into);
  /// Throws ganzoo::Error (corrupt) naming the array where one is missing, of another type or of another length.
  static Archive loader(const Saved& from);

  bool loading() const { return loading_; }

  void operator()(const std::string& name, double& value);
  void operator()(const std::string& name, std::int64_t& value);
  void operator()(const std::string& name, bool& value);
  void operator()(const std::string& name, std::vector<double>& values);  ///< may change its length on loading
  void operator()(const std::string& name, std::vector<std::int64_t>& values);
  void operator()(const std::string& name, std::span<float> values);  ///< length must match on loading
  void operator()(const std::string& name, std::span<double> values);

  /// An archive whose names are put behind `prefix/`.
  Archive scope(const std::string& prefix) const;

 private:
  Archive(Saved* into, const Saved* from, bool loading) : into_(into), from_(from), loading_(loading) {}

  Saved* into_;
  const Saved* from_;
  bool loading_;
  std::string prefix_;
};

}  // namespace ganzoo
