/// Whether the parts of a cell fit together, tried before anything runs.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/data.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace ganzoo::experiment {

/// Opens each data set once and plans each pair of networks once, however many cells share them.
class CellCheck {
 public:
  explicit CellCheck(Registry& registry) : registry_(registry) {}

  /// Everything a resolved spec names, made as its worker will make it; returns the data's SHA-256. Throws
  /// ComponentFault where a component misbehaves, ganzoo::Error where the user's choices do not fit together.
  std::string check(const Table& spec);

 private:
  struct Opened {
    std::shared_ptr<Data> data;
    std::string sha256;
  };
  const Opened& open(const Table& spec);
  void check_networks(const Table& spec, const Data& data);
  void check_training(const Table& spec, const Data& data);
  void check_metrics(const Table& spec, const Data& data);

  Registry& registry_;
  std::map<std::string, Opened> opened_;
  std::set<std::string> planned_;
};

}  // namespace ganzoo::experiment
