/// Initial weights by name, as experiment files give them.
#pragma once

#include <ganzoo/nn/parameters.hpp>
#include <string>

namespace ganzoo::nn {

/// "glorot_uniform" "glorot_normal" (Glorot & Bengio, AISTATS 2010), "he_uniform" "he_normal" (He et al., ICCV 2015):
/// `scale` is a gain; "normal": its standard deviation; "uniform": its half-width. Throws ganzoo::Error otherwise.
GANZOO_API Init init(const std::string& law, double scale);

}  // namespace ganzoo::nn
