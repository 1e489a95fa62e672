/// Real samples to set beside generated ones.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/data.hpp>

namespace ganzoo::report {

/// `count` samples of the test split (of the training split where there is no other), or as many as it has.
GANZOO_API log::Array draw_real(const Data& data, std::int64_t count, std::uint64_t seed);

}  // namespace ganzoo::report
