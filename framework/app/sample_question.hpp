/// What `ganzoo sample` asks a process that may load the run's generator.
#pragma once

#include <cstdint>
#include <ganzoo/remote/fields.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace ganzoo::app {

/// Answered by having been drawn, with what is to be said of it.
struct Drawn {
  std::string what;  ///< "64 samples"
  std::vector<std::string> notices;
  static constexpr auto fields =
      std::tuple{remote::field("what", &Drawn::what), remote::field("notices", &Drawn::notices)};
};

/// What is asked of the verb, and of the process that may load the run's generator.
struct Draw {
  static constexpr const char* name = "draw samples";
  using Answer = Drawn;

  std::string run, out;
  std::int64_t count = 0;
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> step;
  std::string noise, interpolate;
  std::optional<std::int64_t> frames;
  std::int64_t grid = 0;
  std::optional<std::int64_t> label;
  bool trust = false;

  static constexpr auto fields = std::tuple{remote::field("run", &Draw::run),
                                            remote::field("out", &Draw::out),
                                            remote::field("count", &Draw::count),
                                            remote::field("seed", &Draw::seed),
                                            remote::field("step", &Draw::step),
                                            remote::field("noise", &Draw::noise),
                                            remote::field("interpolate", &Draw::interpolate),
                                            remote::field("frames", &Draw::frames),
                                            remote::field("grid", &Draw::grid),
                                            remote::field("class", &Draw::label),
                                            remote::field("trust", &Draw::trust)};
};

}  // namespace ganzoo::app
