/// The checksum of what a run was trained on.
#pragma once

#include <ganzoo/train/data.hpp>
#include <string>

namespace ganzoo::experiment {

/// SHA-256 of its file; of the files' own sums as text, in order, where it has several; "" for synthetic data. This is
/// what provenance calls data_sha256.
/// Throws ganzoo::Error (environment) where a file cannot be read.
std::string data_checksum(const Data& data);

}  // namespace ganzoo::experiment
