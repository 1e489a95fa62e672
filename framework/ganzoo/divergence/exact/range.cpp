#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/range.hpp>

namespace ganzoo::detail {
namespace {

constexpr double step = 1.25;           // from one place on the way out to the next
constexpr int most_steps = 84;          // 10⁸ standard deviations
constexpr double negligible = 50;       // e⁻⁵⁰ of the integral may be cut off
constexpr double beyond_double = 1000;  // the logarithm of what surely is
constexpr double unimportant = 100;     // a peak so far below the largest is not looked into

template <class Use>
void for_each_component(const Distribution& p, const Distribution& q, const Use& use) {
  for (const Distribution* d : {&p, &q})
    for (const auto& c : d->mixture)
      if (c.weight > 0) use(c);
}

double log_sum(double a, double b) {
  const double high = std::max(a, b);
  return high == -infinity ? high : high + std::log(std::exp(a - high) + std::exp(b - high));
}

/// h on the way out: offsets from the outermost mean, and log h + log offset, what a stretch of that length holds.
struct WayOut {
  std::vector<Position> places;
  std::vector<double> bound, size;
  bool cut = false;  ///< further out p or q is smaller than a ball can tell

  /// It must be seen to fall over so many steps.
  std::size_t falling() const { return cut ? 3 : 8; }
};

std::string where(const Position& x) { return fmt::format("x = {:.6g}", x.anchor + x.offset); }

WayOut follow(const Integrand& h, const Distribution& p, const Distribution& q, double side) {
  double mean = -infinity, width = 0;
  for_each_component(p, q, [&](const auto& c) {
    mean = std::max(mean, side * c.mean);
    width = std::max(width, c.std);
  });
  WayOut way;
  for (int i = 0; i < most_steps; ++i, width *= step) {
    way.places.push_back({side * mean, side * width});
    const Ball y = h(way.places.back());
    way.cut = y.is_nan();
    if (way.cut) break;
    way.bound.push_back(log_bound(y) + std::log(width));
    way.size.push_back(y.log_size() + std::log(width));
  }
  return way;
}

/// It is not seen to fall: what is known of it rises to the last, so that the integral diverges, or only its bound
/// does. Where it has become larger than a double, so is the integral, the integrand being nowhere negative.
End without_end(const WayOut& way) {
  const std::size_t n = way.size.size();
  const double largest = *std::ranges::max_element(way.size), last = way.size.back();
  End end;
  end.diverges = !way.cut && last >= largest - 1 && last > way.size[n - way.falling()];
  end.reason = end.diverges
                   ? fmt::format("the integral diverges as x → {}∞", way.places[0].offset > 0 ? "+" : "−")
                   : fmt::format("its tail cannot be bounded: beyond {} {}", where(way.places[n - 1]),
                                 way.cut ? "p or q is below e^(−7·10¹⁷)" : "rounding leaves no digit of f(p/q)");
  if (!end.diverges && largest > beyond_double)
    return {{}, 0, fmt::format("it is larger than a double: at least e^{:.4g}", largest), true};
  return end;
}

double golden_maximum(const std::function<double(double)>& y, double low, double high) {
  constexpr double golden = 0.6180339887498949;
  double b = high - golden * (high - low), c = low + golden * (high - low), yb = y(b), yc = y(c);
  for (int i = 0; i < 48; ++i) {
    const bool left = yb >= yc;
    (left ? high : low) = left ? c : b;
    (left ? c : b) = left ? b : c;
    (left ? yc : yb) = left ? yb : yc;
    const double next = left ? high - golden * (high - low) : low + golden * (high - low);
    (left ? b : c) = next;
    (left ? yb : yc) = y(next);
  }
  return yb >= yc ? b : c;
}

void sort_unique(std::vector<Break>& breaks) {
  std::ranges::sort(breaks, [](const Break& a, const Break& b) { return a.place < b.place; });
  const auto same = std::ranges::unique(
      breaks, [](const Break& a, const Break& b) { return !(a.place < b.place) && !(b.place < a.place); });
  breaks.erase(same.begin(), same.end());
}

/// Around a peak at `top`: ± its width (where log h has fallen by 1), twice, four times … inside the stretch.
void add_around(const std::function<double(double)>& log_h, const Stretch& s, double top, double height,
                std::vector<Break>& breaks) {
  double width = s.high - s.low;
  while (width > 1e-15 * std::abs(top) && log_h(top - width) < height - 1 && log_h(top + width) < height - 1)
    width /= 2;
  breaks.push_back({s.at(top), width});
  for (double w = width; w < s.high - s.low; w *= 2)
    for (const double x : {top - w, top + w})
      if (x > s.low && x < s.high) breaks.push_back({s.at(x), width});
}

}  // namespace

double log_bound(const Ball& h) {
  if (h.is_infinite()) return infinity;
  return log_sum(h.log_size(), Ball(h.radius(), 0, h.exponent()).log_size());
}

End end_of(const Integrand& h, const Distribution& p, const Distribution& q, double side, double reference) {
  const WayOut way = follow(h, p, q, side);
  const std::size_t n = way.bound.size();
  if (n <= way.falling()) return {{}, 0, "p or q is too small to tell at " + where(way.places.back()), false};
  for (std::size_t i = 0; i < n; ++i) {
    if (way.size[i] == infinity) return {{}, 0, "f(p/q) is larger than any number at " + where(way.places[i]), true};
    reference = std::max(reference, way.bound[i]);
  }
  std::size_t last = n;
  while (last > 0 && way.bound[last - 1] < reference - negligible) --last;
  if (last + way.falling() > n) return without_end(way);
  End end{way.places[last], -infinity, "", false};
  for (std::size_t i = last; i + 1 < n; ++i)
    end.log_tail = log_sum(end.log_tail, std::max(way.bound[i], way.bound[i + 1]));
  return end;
}

std::vector<Break> breaks_between(const Distribution& p, const Distribution& q, const Position& low,
                                  const Position& high) {
  std::vector<Break> breaks{{low, infinity}, {high, infinity}};
  const double length = high.from(low.anchor) - low.offset;
  for_each_component(p, q, [&](const auto& c) {
    breaks.push_back({{c.mean, 0}, c.std});
    for (double w = c.std; w < length; w *= w < 1000 * c.std ? 2 : 4)
      for (const double side : {-1.0, 1.0})
        if (const Position x{c.mean, side * w}; low < x && x < high) breaks.push_back({x, c.std});
  });
  sort_unique(breaks);
  return breaks;
}

Stretch between(const Break& low, const Break& high) {
  const double anchor = low.width <= high.width ? low.place.anchor : high.place.anchor;
  return {anchor, low.place.from(anchor), high.place.from(anchor)};
}

void add_peaks(const Integrand& h, std::vector<Break>& breaks, double& reference) {
  constexpr int parts = 8;
  std::vector<Break> more;
  for (std::size_t k = 0; k + 1 < breaks.size(); ++k) {
    const Stretch s = between(breaks[k], breaks[k + 1]);
    const auto log_h = [&](double x) { return log_bound(h(s.at(x))); };
    std::array<double, parts + 1> x{}, y{};
    for (int i = 0; i <= parts; ++i) y[i] = log_h(x[i] = i == parts ? s.high : s.low + (s.high - s.low) * i / parts);
    for (int i = 0; i <= parts; ++i) {
      reference = std::max(reference, y[i] + std::log(s.high - s.low));
      const int left = std::max(i - 1, 0), right = std::min(i + 1, parts);
      if (y[i] < y[left] || y[i] < y[right] || y[i] - std::min(y[left], y[right]) < 3) continue;
      const double top = golden_maximum(log_h, x[left], x[right]), height = log_h(top);
      reference = std::max(reference, height + std::log(s.high - s.low) - std::log(1e3));
      if (height > reference - unimportant) add_around(log_h, s, top, height, more);
    }
  }
  breaks.insert(breaks.end(), more.begin(), more.end());
  sort_unique(breaks);
}

void add_zeros(const Bend& bend, std::vector<Break>& breaks) {
  constexpr int parts = 16;
  std::vector<Break> more;
  for (std::size_t k = 0; k + 1 < breaks.size(); ++k) {
    const Stretch s = between(breaks[k], breaks[k + 1]);
    double before = s.low, sign = bend(s.at(s.low));
    for (int i = 1; i <= parts; ++i) {
      const double here = i == parts ? s.high : s.low + (s.high - s.low) * i / parts, value = bend(s.at(here));
      if (std::signbit(value) != std::signbit(sign)) {
        double a = before, b = here;
        for (int n = 0; n < 80 && a < 0.5 * (a + b) && 0.5 * (a + b) < b; ++n)
          (std::signbit(bend(s.at(0.5 * (a + b)))) == std::signbit(sign) ? a : b) = 0.5 * (a + b);
        more.push_back({s.at(b), std::min(breaks[k].width, breaks[k + 1].width)});
      }
      before = here;
      sign = value;
    }
  }
  breaks.insert(breaks.end(), more.begin(), more.end());
  sort_unique(breaks);
}

}  // namespace ganzoo::detail
