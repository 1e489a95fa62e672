#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/divergence/exact/joint.hpp>
#include <limits>
#include <numbers>
#include <string>

namespace ganzoo {
namespace {

constexpr double sum_tolerance = 1e-6;

double log_normal(double x, double mean, double std) {
  const double z = (x - mean) / std;
  return -0.5 * z * z - std::log(std) - 0.5 * std::log(2 * std::numbers::pi);
}

[[noreturn]] void refuse(const std::string& message) { throw Error(Exit::usage, message); }

double checked_sum(double sum, const char* what) {
  if (!(std::abs(sum - 1) <= sum_tolerance))
    refuse(fmt::format("the {} of a distribution sum to {}, but must sum to 1", what, sum));
  return sum;
}

/// A reader of `normal(…)`, `mixture(…)`, `discrete(…)`, `joint(…)` that knows where it stands.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Distribution whole() {
    const std::string name = word();
    Distribution result = name == "normal"     ? Distribution::of_mixture({normal(1)})
                          : name == "mixture"  ? mixture()
                          : name == "discrete" ? discrete()
                                               : Distribution{};
    if (result.mixture.empty() && result.probabilities.empty())
      fail(0, "must begin with normal(mean, std), mixture(w*normal(mean, std) + …) or discrete(p1, p2, …)");
    end();
    return result;
  }

  Joint joint() {
    if (word() != "joint") fail(0, "must begin with joint(p11, p12, …; p21, p22, …; …), a row for each value of X");
    std::vector<double> probabilities;
    std::size_t columns = 0;
    expect('(');
    do {
      const std::size_t here = at_, before = probabilities.size();
      do probabilities.push_back(number());
      while (accept(','));
      const std::size_t width = probabilities.size() - before;
      if (columns > 0 && width != columns)
        fail(here, fmt::format("has a row of {} numbers, but the first has {}", width, columns));
      columns = width;
    } while (accept(';'));
    expect(')');
    end();
    return {columns, Distribution::discrete(std::move(probabilities))};
  }

 private:
  Distribution::Component normal(double weight) {
    expect('(');
    const double mean = number();
    expect(',');
    const std::size_t here = at_;
    const double std = number();
    if (!(std > 0)) fail(here, fmt::format("has a std of {}, but it must be positive", std));
    expect(')');
    return {weight, mean, std};
  }

  Distribution mixture() {
    std::vector<Distribution::Component> components;
    expect('(');
    do {
      const double weight = number();
      expect('*');
      const std::size_t here = at_;
      if (word() != "normal") fail(here, "must have normal(mean, std) here");
      components.push_back(normal(weight));
    } while (accept('+'));
    expect(')');
    return Distribution::of_mixture(std::move(components));
  }

  Distribution discrete() {
    std::vector<double> probabilities;
    expect('(');
    do probabilities.push_back(number());
    while (accept(','));
    expect(')');
    return Distribution::discrete(std::move(probabilities));
  }

  void end() {
    skip();
    if (at_ < text_.size()) fail(at_, "has more behind its end");
  }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool accept(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(at_, fmt::format("must have '{}' here", c));
  }
  std::string word() {
    skip();
    const std::size_t first = at_;
    while (at_ < text_.size() && text_[at_] >= 'a' && text_[at_] <= 'z') ++at_;
    return std::string(text_.substr(first, at_ - first));
  }
  double number() {
    skip();
    double value = 0;
    const char* const first = text_.data() + at_ + (at_ < text_.size() && text_[at_] == '+');
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) fail(at_, "must have a number here");
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }
  [[noreturn]] void fail(std::size_t where, const std::string& property) const {
    refuse(fmt::format("distribution \"{}\", column {}: it {}", text_, where + 1, property));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Distribution Distribution::normal(double mean, double std) { return of_mixture({{1, mean, std}}); }

Distribution Distribution::of_mixture(std::vector<Component> components) {
  double sum = 0;
  for (const Component& c : components) {
    if (!(c.weight >= 0)) refuse(fmt::format("a weight of a mixture is {}, but must be at least 0", c.weight));
    if (!(c.std > 0) || !std::isfinite(c.std))
      refuse(fmt::format("a std of a mixture is {}, but must be positive", c.std));
    if (!std::isfinite(c.mean)) refuse(fmt::format("a mean of a mixture is {}, but must be finite", c.mean));
    sum += c.weight;
  }
  checked_sum(sum, "weights");
  Distribution result;
  for (Component& c : components) c.weight /= sum;
  result.mixture = std::move(components);
  return result;
}

Distribution Distribution::discrete(std::vector<double> probabilities) {
  double sum = 0;
  for (double p : probabilities) {
    if (!(p >= 0)) refuse(fmt::format("a probability is {}, but must be at least 0", p));
    sum += p;
  }
  checked_sum(sum, "probabilities");
  Distribution result;
  const double rounding = 1e-15 * static_cast<double>(probabilities.size());
  if (std::abs(sum - 1) > rounding)
    for (double& p : probabilities) p /= sum;
  result.probabilities = std::move(probabilities);
  return result;
}

double Distribution::log_density(double x) const {
  constexpr double never = -std::numeric_limits<double>::infinity();
  if (is_discrete()) {
    const bool inside = x >= 0 && x < static_cast<double>(probabilities.size()) && x == std::floor(x);
    return inside ? std::log(probabilities[static_cast<std::size_t>(x)]) : never;
  }
  double largest = never;
  for (const Component& c : mixture)
    if (c.weight > 0) largest = std::max(largest, std::log(c.weight) + log_normal(x, c.mean, c.std));
  if (largest == never) return never;
  double sum = 0;
  for (const Component& c : mixture)
    if (c.weight > 0) sum += std::exp(std::log(c.weight) + log_normal(x, c.mean, c.std) - largest);
  return largest + std::log(sum);
}

double Distribution::mean() const {
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) sum += static_cast<double>(i) * probabilities[i];
  for (const Component& c : mixture) sum += c.weight * c.mean;
  return sum;
}

double Distribution::std() const {
  const double m = mean();
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    sum += probabilities[i] * (static_cast<double>(i) - m) * (static_cast<double>(i) - m);
  for (const Component& c : mixture) sum += c.weight * (c.std * c.std + (c.mean - m) * (c.mean - m));
  return std::sqrt(sum);
}

Distribution parse_distribution(std::string_view text) { return Reader(text).whole(); }

Joint parse_joint(std::string_view text) { return Reader(text).joint(); }

}  // namespace ganzoo
