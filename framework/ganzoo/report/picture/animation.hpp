/// Pictures one after the other, as a GIF file.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

/// `frames` are PNG files of one size; the file shows each for so long and begins again for ever. Up to 256 colours a
/// frame stay as they are, more become the nearest of 256. Throws ganzoo::Error: usage for frames of different sizes,
/// environment where there is no memory.
std::string animation_gif(const std::vector<std::string>& frames, double seconds_a_frame);

}  // namespace ganzoo::report
