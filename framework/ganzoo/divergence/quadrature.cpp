#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/divergence/quadrature.hpp>
#include <queue>

namespace ganzoo::detail {
namespace {

// QUADPACK's qk21 (Piessens et al., 1983): nodes from the end to the middle; the odd ones are Gauss's.
constexpr std::array node{0.995657163025808080735527280689003, 0.973906528517171720077964012084452,
                          0.930157491355708226001207180059508, 0.865063366688984510732096688423493,
                          0.780817726586416897063717578345042, 0.679409568299024406234327365114874,
                          0.562757134668604683339000099272694, 0.433395394129247190799265943165784,
                          0.294392862701460198131126603103866, 0.148874338981631210884826001129720};
constexpr std::array kronrod{0.011694638867371874278064396062192, 0.032558162307964727478818972459390,
                             0.054755896574351996031381300244580, 0.075039674810919952767043140916190,
                             0.093125454583697605535065465083366, 0.109387158802297641899210590325805,
                             0.123491976262065851077958109585166, 0.134709217311473325928054001771707,
                             0.142775938577060080797094273138717, 0.147739104901338491374841515972068};
constexpr double kronrod_middle = 0.149445554002916905664936468389821;
constexpr std::array gauss{0.066671344308688137593568809893332, 0.149451349150580593145863396957658,
                           0.219086362515982043995534934228163, 0.269266719309996355091226921569469,
                           0.295524224714752870173815619188769};

struct Panel {
  Piece piece;
  double value, error, rounding;
  bool operator<(const Panel& other) const { return error < other.error; }
};

using Integrand = std::function<Sample(std::size_t, double)>;

Panel measure(const Integrand& h, const Piece& piece) {
  const double middle = 0.5 * (piece.low + piece.high), half = 0.5 * (piece.high - piece.low);
  const Sample centre = h(piece.of, middle);
  double fine = kronrod_middle * centre.value, coarse = 0, rounding = kronrod_middle * centre.error;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const Sample left = h(piece.of, middle - half * node[i]), right = h(piece.of, middle + half * node[i]);
    fine += kronrod[i] * (left.value + right.value);
    rounding += kronrod[i] * (left.error + right.error);
    if (i % 2 == 1) coarse += gauss[i / 2] * (left.value + right.value);
  }
  return {piece, fine * half, std::abs(fine - coarse) * half, rounding * half};
}

/// Neumaier's compensated sum.
struct Sum {
  double total = 0, rest = 0;
  void add(double x) {
    const double t = total + x;
    rest += std::abs(total) >= std::abs(x) ? (total - t) + x : (x - t) + total;
    total = t;
  }
  double value() const { return total + rest; }
};

}  // namespace

Integral integrate(const Integrand& h, const std::vector<Piece>& pieces) {
  constexpr int most_splits = 4000;
  std::priority_queue<Panel> open;
  std::vector<Panel> done;
  Sum size, error, rounding;
  const auto count = [&](const Panel& p, double sign) {
    size.add(sign * std::abs(p.value));
    error.add(sign * p.error);
    rounding.add(sign * p.rounding);
  };
  const auto take_up = [&](const Piece& piece) {
    if (!(piece.high > piece.low)) return;
    const Panel p = measure(h, piece);
    count(p, 1);
    open.push(p);
  };
  for (const Piece& piece : pieces) take_up(piece);
  for (int n = 0; n < most_splits && !open.empty(); ++n) {
    if (error.value() <= std::max(1e-14 * size.value(), 0.5 * rounding.value())) break;
    const Panel worst = open.top();
    open.pop();
    const auto& [of, low, high] = worst.piece;
    const double middle = 0.5 * (low + high);
    // Nothing more to gain where rounding is all that is left.
    if (worst.error <= 1e-16 * std::abs(worst.value) || !(middle > low && middle < high)) {
      done.push_back(worst);
      continue;
    }
    count(worst, -1);
    take_up({of, low, middle});
    take_up({of, middle, high});
  }
  for (; !open.empty(); open.pop()) done.push_back(open.top());
  Sum total, off, rounded;
  for (const Panel& p : done) total.add(p.value), off.add(p.error), rounded.add(p.rounding);
  return {total.value(), off.value(), rounded.value()};
}

double integrate(const std::function<double(double)>& h, const std::vector<double>& breaks) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) pieces.push_back({0, breaks[i], breaks[i + 1]});
  return integrate([&](std::size_t, double x) { return Sample{h(x), 0}; }, pieces).value;
}

Rule gauss_panels(const std::vector<double>& breaks) {
  Rule rule;
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    const double middle = 0.5 * (breaks[i] + breaks[i + 1]), half = 0.5 * (breaks[i + 1] - breaks[i]);
    for (std::size_t k = 0; k < gauss.size(); ++k)
      for (double side : {-1.0, 1.0}) {
        rule.x.push_back(middle + side * half * node[2 * k + 1]);
        rule.weight.push_back(half * gauss[k]);
      }
  }
  return rule;
}

}  // namespace ganzoo::detail
