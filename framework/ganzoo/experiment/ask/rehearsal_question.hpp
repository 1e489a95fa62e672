/// The question whether the parts of a cell fit together, as its child is asked it.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/remote/fields.hpp>
#include <string>
#include <tuple>
#include <vector>

namespace ganzoo::experiment {

struct Rehearsed {
  std::string data_sha256;
  std::string fault;  ///< of a component that misbehaves; "" where none does

  static constexpr auto fields =
      std::tuple{remote::field("data_sha256", &Rehearsed::data_sha256), remote::field("fault", &Rehearsed::fault)};
};

struct RehearseCell {
  static constexpr const char* name = "rehearse cell";
  using Answer = Rehearsed;

  std::vector<std::string> plugin_paths;
  Table spec;

  static constexpr auto fields = std::tuple{remote::field("plugin_paths", &RehearseCell::plugin_paths),
                                            remote::field("spec", &RehearseCell::spec)};
};

}  // namespace ganzoo::experiment
