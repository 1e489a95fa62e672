/// What a component tells of itself must make sense before anything rests on it.
#pragma once

#include <ganzoo/core/shape.hpp>
#include <ganzoo/train/scheduler.hpp>
#include <string>

namespace ganzoo {

// What is wrong: "critic_steps is -5, but must be in [0, 1000000]"; "" where nothing is.
std::string fault_of(const Turn& turn);
std::string fault_of(const Shape& shape);

}  // namespace ganzoo
