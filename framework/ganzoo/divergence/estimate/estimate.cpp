#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/estimate/estimate.hpp>
#include <ganzoo/divergence/estimate/jackknife.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <numeric>

namespace ganzoo {
namespace {

/// Of 98.75 %: an interval of 95 % leaves 2.5 % to sampling, and as much to that its error is estimated from the same
/// samples.
constexpr double normal_quantile = 2.241402727604947;

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// Of the mean.
double squared_error(const std::vector<double>& x) {
  const double centre = mean(x), n = static_cast<double>(x.size());
  double sum = 0;
  for (const double v : x) sum += (v - centre) * (v - centre);
  return sum / (n * (n - 1));
}

/// T of the reals and f*(T) of the fakes.
Scores terms(const FDivergence& f, const Scores& v) {
  Scores all;
  for (const double s : v.real) all.real.push_back(f.activation(s, Link::log_ratio).value);
  for (const double s : v.fake) all.fake.push_back(f.fused(s, Link::log_ratio).value);
  return all;
}

void append(Scores& all, const Scores& more) {
  all.real.insert(all.real.end(), more.real.begin(), more.real.end());
  all.fake.insert(all.fake.end(), more.fake.begin(), more.fake.end());
}

double largest(const std::vector<CrossFitted>& fits) {
  double most = 0;
  for (const CrossFitted& fit : fits)
    for (const Scores* scores : {&fit.held_out, &fit.learned})
      for (const std::vector<double>* side : {&scores->real, &scores->fake})
        for (const double v : *side) most = std::max(most, std::abs(v));
  return most;
}

/// No held-out sample is on the wrong side: P and Q may lie apart, and then no sample bounds log p/q from above.
bool lie_apart(const std::vector<CrossFitted>& fits) {
  return std::ranges::all_of(fits, [](const CrossFitted& fit) {
    return std::ranges::all_of(fit.held_out.real, [](double v) { return v > 0; }) &&
           std::ranges::all_of(fit.held_out.fake, [](double v) { return v < 0; });
  });
}

/// Value and interval from both bounds and their sampling error, within what a divergence can be. The correction by
/// half of what lies between them counts as an error of its own size.
Estimated between(double held_out, double learned, double error, double least, double most, bool apart) {
  Estimated e{.value = (held_out + learned) / 2, .held_out = held_out, .learned = learned};
  const double half = std::hypot(normal_quantile * error, (learned - held_out) / 2);
  e.low = std::clamp(e.value - half, least, most);
  e.high = std::clamp(e.value + half, least, most);
  if (apart) {
    e.high = most;
    e.reason =
        "no held-out sample is on the wrong side: what was seen is a lower bound, and nothing bounds it from above";
  } else if (e.value < least) {
    e.reason = "it cannot be so small: nothing was found that the critics' own error does not exceed";
  }
  return e;
}

/// Where a term is right at every score.
double certified(const FDivergence& f) {
  const SafeScores safe = f.safe_scores(Link::log_ratio);
  return std::min({-safe.activation.low, safe.activation.high, -safe.fused.low, safe.fused.high});
}

Estimated f_estimate(const FDivergence& f, const std::vector<CrossFitted>& fits) {
  if (const double far = largest(fits), most = certified(f); !(far <= most))
    return {.reason = fmt::format("a score is {:.3g}, and beyond {:.3g} its terms cannot be vouched for", far, most)};
  double held_out = 0, learned = 0;
  Scores all;
  const double share = 1 / static_cast<double>(fits.size());
  for (const CrossFitted& fit : fits) {
    const Scores held = terms(f, fit.held_out), own = terms(f, fit.learned);
    held_out += share * (mean(held.real) - mean(held.fake));
    learned += share * (mean(own.real) - mean(own.fake));
    append(all, held);
  }
  const double error = std::sqrt(squared_error(all.real) + squared_error(all.fake));
  const double least = f.f(1).value + 0.0;  // no negative zero
  return between(held_out, learned, error, least, f.f_at_0() + f.f_prime_at_infinity(), lie_apart(fits));
}

OwnedMatrix column(const std::vector<double>& scores) {
  OwnedMatrix out(static_cast<std::int64_t>(scores.size()), 1);
  std::ranges::transform(scores, out.view().data, [](double v) { return static_cast<float>(v); });
  return out;
}

Estimated bound_estimate(const Divergence& divergence, const std::vector<CrossFitted>& fits) {
  double held_out = 0, learned = 0;
  Scores all;
  const double share = 1 / static_cast<double>(fits.size());
  for (const CrossFitted& fit : fits) {
    held_out += share * divergence.estimate(column(fit.held_out.real), column(fit.held_out.fake));
    learned += share * divergence.estimate(column(fit.learned.real), column(fit.learned.fake));
    append(all, fit.held_out);
  }
  const Jackknifed jackknifed = jackknife(column(all.real), column(all.fake),
                                          [&](ConstMatrix p, ConstMatrix q) { return divergence.estimate(p, q); });
  return between(held_out, learned, jackknifed.error, 0, std::numeric_limits<double>::infinity(), lie_apart(fits));
}

}  // namespace

bool is_tight_at_log_ratio(const Divergence& divergence, const About& about) {
  return divergence.mathematics() != nullptr ||
         (divergence.traits().estimates && about.optimal_critic.starts_with("log u"));
}

Estimated estimate(const Divergence& divergence, const std::vector<CrossFitted>& fits) {
  if (const FDivergence* f = divergence.mathematics()) return f_estimate(*f, fits);
  return bound_estimate(divergence, fits);
}

Estimated estimate_distance(Divergence& divergence, ConstMatrix real, ConstMatrix fake, const Rng& rng) {
  const OwnedMatrix gradient(fake.rows, fake.columns);
  const Jackknifed j = jackknife(real, fake, [&](ConstMatrix x, ConstMatrix y) {
    return divergence.distance(x, y, gradient.view().slice(0, y.rows), rng).value;
  });
  Estimated e{.value = j.value, .low = j.value - j.quantile * j.error, .high = j.value + j.quantile * j.error};
  if (e.value < 0) e.reason = "less its bias, which exceeds it: nothing was found";
  return e;
}

}  // namespace ganzoo
