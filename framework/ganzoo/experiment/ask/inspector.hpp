/// The inspector: a child process that loads foreign code and opens foreign files so that the supervisor need not.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/os/process.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// A conversation with the child, which is started at the first question and again after each that it did not survive.
class GANZOO_API Inspector {
 public:
  explicit Inspector(std::vector<std::string> plugin_paths);
  ~Inspector();

  /// What a question came to.
  struct Answer {
    Table table{};
    std::string failure{};      ///< why there is none: "killed by signal 11 (Segmentation fault)", "took more than 10 s", …
    bool from_outside = false;  ///< the child was killed by SIGKILL, twice: that is no fault of what was asked about
    bool late = false;          ///< it took too long
  };
  using Doubt = std::function<bool(const Table& answer)>;
  /// Where the child dies, or its answer is doubted, a fresh child is asked once more: what an earlier component has
  /// left behind in the first, or somebody's SIGKILL, is no fault of this one.
  Answer ask(const Table& question, std::chrono::milliseconds patience, const Doubt& doubt = {});

 private:
  struct Conversation;
  Answer ask_once(Table question, std::chrono::milliseconds patience);
  std::vector<std::string> plugin_paths_;
  std::int64_t asked_ = 0;
  std::unique_ptr<Conversation> conversation_;
};

/// Runs the inspector on these components. One that dies or takes over 10 s is restarted behind the culprit, which gets
/// its failure ("killed by signal 11 (Segmentation fault) while it was loaded"). Never throws for a component's sake.
GANZOO_API Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                             const std::vector<std::string>& plugin_paths);

/// Opens the data and plans the networks in the child, once for each distinct choice of all that the cells
/// name but their seed and length. Fills `failure` of a cell whose component dies there; throws ganzoo::Error
/// with what does not fit together: usage, environment for missing data, corrupt for broken data. Returns the data's
/// SHA-256 of each cell ("" where it was not told).
GANZOO_API std::vector<std::string> rehearse(Expansion& expansion, const std::vector<std::string>& plugin_paths);

/// What stands in a cell's folder.
struct Standing {
  bool exists = false;  ///< there is a run.h5
  std::string status;   ///< "finished", …; "" where the file could not be read
  std::string reason;
  std::int64_t step = 0;
  std::optional<std::int64_t> ran_away;  ///< since this step
  std::string cell, spec;  ///< resolved, TOML
  std::string data_sha256;
  std::vector<std::pair<std::string, std::string>> components;  ///< provenance: "divergence" → sha256
  std::string failure;                                          ///< the file is broken
  bool unknown = false;                                         ///< `failure` is not the file's: it may be asked again
};

/// Reads cells' run.h5 in the child.
class GANZOO_API StandingReader {
 public:
  Standing read(const std::filesystem::path& folder);

 private:
  Inspector inspector_{{}};
};

/// The child's side: the hidden verb `ganzoo inspect-child`, questions as JSON lines on stdin, answers on the
/// descriptor.
GANZOO_API int inspector_main(int answer_descriptor);

/// What the child exits with where a component closed its descriptors.
inline constexpr int descriptors_closed = 71;

}  // namespace ganzoo::experiment
