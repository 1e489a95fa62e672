/// The divergence under which laws try what needs one: with both links, and terms that no score overflows.
#pragma once

#include <cmath>
#include <ganzoo/divergence/f_divergence.hpp>

namespace ganzoo::laws {

struct JensenShannon {
  static constexpr About about{.title = "", .source = ""};
  auto f(auto u) const { return -u * log1p((1 - u) / (2 * u)) - log1p((u - 1) / 2); }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5); }
  auto activation(auto v) const { return std::log(2.0) - softplus(-v); }
  auto conjugate_of_activation(auto v) const { return softplus(v) - std::log(2.0); }
};

}  // namespace ganzoo::laws
