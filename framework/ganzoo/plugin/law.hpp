/// Laws: what every component of a kind must satisfy, each with a name, a counterexample and what its failure means.
///
/// They run in the host and ask through the component's interface alone; nothing here is compiled into a component.
#pragma once

#include <ganzoo/plugin/component.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ganzoo::laws {

/// A component at chosen parameters, from which any number of fresh ones can be made.
class Specimen {
 public:
  /// `info` must outlive it.
  Specimen(const ComponentInfo& info, Table parameters, bool varied = false)
      : info_(&info), parameters_(std::move(parameters)), varied_(varied) {}

  /// A fresh, prepared one; `more` goes before the specimen's own parameters. Throws what the component throws.
  template <class T>
  std::unique_ptr<T> make(const Table& more = {}) const {
    return std::unique_ptr<T>(static_cast<T*>(made(more).release()));
  }

  const About& about() const { return info_->about; }
  const Schema& schema() const { return info_->schema; }
  const Table& parameters() const { return parameters_; }
  bool has(std::string_view parameter) const;
  /// True at other parameters than those asked for.
  bool varied() const { return varied_; }
  /// True where it has numbers of its own to vary: what its About declares need not hold at each of their values.
  bool is_family() const;

 private:
  std::unique_ptr<Component> made(const Table& more) const;

  const ComponentInfo* info_;
  Table parameters_;
  bool varied_;
};

/// Where a law does not hold: the place and the numbers, in words. Nothing where it holds.
using Counterexample = std::optional<std::string>;

struct Law {
  const char* name;     ///< "fenchel_young"
  const char* meaning;  ///< of a failure, one sentence
  const char* sees;     ///< the smallest fault it can see, one phrase; a mutant of the museum lies just above it
  Counterexample (*test)(const Specimen&);
  bool defaults_only = false;                  ///< tried at the parameters asked for alone, not at others too
  bool (*applies)(const Specimen&) = nullptr;  ///< null: to every component of the kind
};

/// What else, beside being made, shows that a component refuses its parameters: throws its ganzoo::Error.
using Require = void (*)(const Component&);

/// The parameters a component is examined at: first `base`, what it is asked for; then some others of each of its own that
/// base leaves open, in turn (ends, middle and multiples of the range; every choice; both of true and false). Those it
/// refuses with a ganzoo::Error, when it is made or by `require`, are left out; throws that Error where it refuses base.
std::vector<Table> settings(const ComponentInfo& info, const Table& base = {}, Require require = nullptr);

/// The first counterexample among the settings, told with its setting. What is thrown on the way is one.
Counterexample examine(const Law& law, const ComponentInfo& info, const std::vector<Table>& settings);

/// The laws among `all` that apply to a component at these parameters.
std::vector<Law> applicable(const std::vector<Law>& all, const ComponentInfo& info, const Table& base = {});

}  // namespace ganzoo::laws
