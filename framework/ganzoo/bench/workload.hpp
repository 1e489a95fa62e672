/// The workloads that `ganzoo bench` trains: the ones of tests/bench/peers, as experiments.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/core/value.hpp>
#include <string>
#include <vector>

namespace ganzoo::bench {

struct Workload {
  std::string name;
  double flop = 0;         ///< additions and multiplications of one iteration's products, the least that they need
  std::int64_t image = 0;  ///< side of its images; 0: points in the plane
};

/// mlp2d, mlp784, wgan784, dcgan32.
const std::vector<Workload>& workloads();
/// Throws ganzoo::Error (usage) with the nearest known name.
const Workload& workload(const std::string& name);

/// Writes the images that the workloads train on, random bytes in IDX files, into `folder`.
void write_images(std::int64_t side, const std::filesystem::path& folder);

struct Setting {
  std::string precision = "fp32";
  int threads = 1;
};

/// A workload as a resolved experiment, its images in `folder`.
Table experiment_of(const Workload& workload, const Setting& setting, const std::filesystem::path& folder);

}  // namespace ganzoo::bench
