#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <ganzoo/report/page/store.hpp>
#include <set>

namespace ganzoo::report {
namespace {

/// All first bytes, all second bytes, …: neighbours are alike, which is what deflate lives on.
template <class T>
std::string shuffled(const std::vector<T>& values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto raw = std::bit_cast<std::array<char, sizeof(T)>>(values[i]);
    for (std::size_t k = 0; k < sizeof(T); ++k) bytes[k * values.size() + i] = raw[k];
  }
  return bytes;
}

/// To the nearest number of 12 binary digits behind the leading one.
float rounded(float value) {
  if (!std::isfinite(value)) return value;
  constexpr std::uint32_t dropped = 11;
  const auto bits = std::bit_cast<std::uint32_t>(value) + (1U << (dropped - 1));
  const float nearest = std::bit_cast<float>(bits >> dropped << dropped);
  return std::isfinite(nearest) ? nearest : value;
}

/// A float would be infinite, or lose digits to the smallest numbers.
bool leaves_floats(double value) {
  const double size = std::abs(value);
  return std::isfinite(value) && value != 0 && (size > 3e38 || size < 1.2e-38);
}

std::vector<float> floats(std::span<const double> values, bool round) {
  std::vector<float> all;
  for (const double v : values) all.push_back(round ? rounded(static_cast<float>(v)) : static_cast<float>(v));
  return all;
}

bool is_same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool is_constant(std::span<const double> values) {
  return std::ranges::all_of(values, [&](double v) { return is_same(v, values.front()); });
}

/// Of whole numbers, which stay exact.
bool is_arithmetic(std::span<const double> values) {
  if (values.size() < 2) return false;
  const double stride = values[1] - values[0];
  if (std::floor(values[0]) != values[0] || std::floor(stride) != stride) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] != values[0] + stride * static_cast<double>(i)) return false;
  return true;
}

}  // namespace

std::vector<std::size_t> kept_rows(std::span<const double> values, std::size_t most) {
  const std::size_t n = values.size(), buckets = std::max<std::size_t>(1, most / 2);
  std::set<std::size_t> kept{0, n - 1};
  for (std::size_t b = 0; b < buckets; ++b) {
    const std::size_t first = b * n / buckets, end = (b + 1) * n / buckets;
    std::size_t least = n, greatest = n;
    for (std::size_t i = first; i < end; ++i) {
      if (!std::isfinite(values[i])) continue;
      if (least == n || values[i] < values[least]) least = i;
      if (greatest == n || values[i] > values[greatest]) greatest = i;
    }
    if (least < n) kept.insert({least, greatest});
  }
  for (std::size_t i = 1; i < n; ++i)
    if (std::isfinite(values[i - 1]) != std::isfinite(values[i]) ||
        (!std::isfinite(values[i]) && !is_same(values[i - 1], values[i])))
      kept.insert({i - 1, i});
  return {kept.begin(), kept.end()};
}

std::size_t Store::place(const std::string& block) {
  const auto [found, is_new] = places_.try_emplace(block, bytes_.size());
  if (is_new) bytes_ += block;
  return found->second;
}

Json Store::add_all(std::span<const double> values, bool exact) {
  if (exact || std::ranges::any_of(values, leaves_floats))
    return Json::array({"d", values.size(), place(shuffled(std::vector<double>(values.begin(), values.end())))});
  return Json::array({"f", values.size(), place(shuffled(floats(values, fidelity_.rounded)))});
}

/// Steps between the rows, then their values.
Json Store::add_thinned(std::span<const double> values, const std::vector<std::size_t>& rows) {
  std::vector<std::uint32_t> steps;
  std::vector<double> chosen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    steps.push_back(static_cast<std::uint32_t>(i == 0 ? rows[0] : rows[i] - rows[i - 1]));
    chosen.push_back(values[rows[i]]);
  }
  const Json own = add_all(chosen, false);
  return Json::array({"t", values.size(), rows.size(), place(shuffled(steps)), own[0], own[2]});
}

Json Store::add(std::span<const double> values, bool exact) {
  if (values.empty()) return nullptr;
  if (is_constant(values)) return Json::array({"c", values.size(), config::json_number(values.front())});
  if (is_arithmetic(values)) return Json::array({"a", values.size(), values[0], values[1] - values[0]});
  if (!exact && fidelity_.rows > 0 && values.size() > fidelity_.rows) {
    const auto rows = kept_rows(values, fidelity_.rows);
    if (rows.size() < values.size()) return add_thinned(values, rows);
  }
  return add_all(values, exact);
}

Json Store::add_axis(std::span<const double> values) {
  if (fidelity_.rows == 0 || values.size() <= fidelity_.rows || is_arithmetic(values) || is_constant(values))
    return add(values);
  const std::size_t stride = 4 * values.size() / fidelity_.rows;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i + 1 < values.size(); i += stride) rows.push_back(i);
  rows.push_back(values.size() - 1);
  return add_thinned(values, rows);
}

}  // namespace ganzoo::report
