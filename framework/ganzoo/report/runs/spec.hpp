/// The resolved keys of a run, without what changes no number: title, tuned_on, log, plugins and what is measured besides. Runs
/// of one grid share every section that they have in common, so that ten thousand of them take little memory.
#pragma once

#include <ganzoo/core/value.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ganzoo::report {

/// One key of the uppermost level with all below it.
struct Section {
  std::string name;
  Table whole;  ///< of this one entry
  /// Every value by its path, as TOML: "divergence.alpha" → "0.3", "regularizer[0].bound" → "0.01"; in the file's order.
  std::vector<std::pair<std::string, std::string>> leaves;
  std::string sorted;  ///< the same as lines, by path
};

class Spec {
 public:
  /// The value at a path, or null.
  const Value* find(const std::string& key) const;
  /// What stands at the path of a leaf, as TOML, or null.
  const std::string* text(const std::string& key) const;
  /// Changes what stands there, of this run alone; the path must exist.
  void set(const std::string& key, const Value& value);
  void add(const std::string& name, Value value);
  const std::vector<std::shared_ptr<const Section>>& sections() const { return sections_; }
  /// SHA-256 of all leaves: neither the order nor the spelling of the file counts.
  std::string sha256() const;

 private:
  friend class SpecReader;
  const std::shared_ptr<const Section>* section_of(std::string_view key) const;

  std::vector<std::shared_ptr<const Section>> sections_;
};

/// Reads specs as JSON and holds the sections that it has seen.
class SpecReader {
 public:
  /// Throws ganzoo::Error (corrupt) where it is no JSON object.
  Spec read(const std::string& json);

 private:
  std::shared_ptr<const Section> section(std::string_view entry);

  std::unordered_map<std::string, std::shared_ptr<const Section>> known_;
};

}  // namespace ganzoo::report
