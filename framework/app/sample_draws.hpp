/// The samples that `ganzoo sample` shows: drawn from the trained generator, or kept by the run.
#pragma once

#include <cstdint>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/log/run_file.hpp>

#include "sample_question.hpp"

namespace ganzoo::app {

/// Samples, and how many stand in a row of a mosaic; 0: as is nearly square.
struct Sheet {
  log::Array samples;
  std::int64_t columns = 0;
};

/// A grey or a colour image, [height, width, 1 or 3]?
bool is_image(const Shape& shape);

/// From the run's generator, as `options` say. Throws ganzoo::Error (usage) for what it cannot draw.
Sheet generate(const log::RunFile& run, const Draw& options);

/// What the run has kept of that step, [n, …], the first `count` of them where that is given.
log::Array kept_at(const log::RunFile& run, const Draw& options);

}  // namespace ganzoo::app
