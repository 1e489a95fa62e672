/// How steep a network is: what a claimed Lipschitz constant is held to.
#pragma once

#include <ganzoo/nn/network.hpp>

namespace ganzoo::laws {

/// The steepest slope |D(a) − D(b)|/|a − b| found between pairs of normal inputs of that spread, halved again and again
/// towards where the score changes.
double steepest(nn::Network&, double spread);

}  // namespace ganzoo::laws
