/// The workloads that `ganzoo bench` trains: the ones of tests/bench/peers, as experiments.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/core/value.hpp>
#include <string>
#include <vector>

namespace ganzoo::bench {

/// One game at one size; `generator`, `critic` and `game` are the parts of its experiment that are its own.
struct Workload {
  std::string name;
  double flop =
      0;  ///< additions and multiplications of one iteration's products, the least that they need; 0: not counted
  Shape image = {};  ///< height, width, colours; empty: points in the plane
  std::string range = "[0.0, 1.0]";
  std::string generator, critic, game;
  int batch = 0, critic_steps = 1;
};

const std::vector<Workload>& workloads();
std::vector<std::string> workload_names();
/// Throws ganzoo::Error (usage) with the nearest known name.
const Workload& workload(const std::string& name);

/// Writes the images that a workload trains on, random bytes as IDX, CIFAR-100 or PNG, into `folder`.
void write_images(const Workload& workload, const std::filesystem::path& folder);

struct Setting {
  std::string precision = "fp32";
  int threads = 1;
};

/// A workload as a resolved experiment, its images in `folder`.
Table experiment_of(const Workload& workload, const Setting& setting, const std::filesystem::path& folder);

}  // namespace ganzoo::bench
