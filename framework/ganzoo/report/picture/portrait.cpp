#include <cmath>
#include <functional>
#include <ganzoo/report/picture/panels.hpp>
#include <ganzoo/report/picture/portrait.hpp>

namespace ganzoo::report {
namespace {

Curve sampled(std::string label, const Color& color, double low, double high, const std::function<double(double)>& y) {
  constexpr int points = 600;
  Curve curve{std::move(label), color, {}, {}};
  for (int i = 0; i <= points; ++i) {
    curve.x.push_back(low + (high - low) * i / points);
    curve.y.push_back(y(curve.x.back()));
  }
  return curve;
}

Panel of_f(const FDivergence& f) {
  return {"f(u)", {sampled("", palette::blue, 0, 4, [&](double u) { return u > 0 ? f.f(u).value : f.f_at_0(); })}};
}

/// T between its values at u = 1/8 and u = 8, and half as far again on either side.
Panel of_conjugate(const FDivergence& f) {
  double low = f.activation(-std::log(8.0), Link::log_ratio).value;
  double high = f.activation(std::log(8.0), Link::log_ratio).value;
  const double reach = 0.5 * (high - low);
  low -= reach;
  high = std::min(high + reach, f.domain().high);
  return {"f*(t)", {sampled("", palette::blue, low, high, [&](double t) { return f.conjugate(t).value; })}};
}

/// A term along the score, for each link that there is.
Panel of_links(const std::string& title, const FDivergence& f, const std::function<double(double, Link)>& term) {
  Panel panel{title, {}};
  for (const auto& [link, color] : {std::pair{Link::published, palette::blue}, {Link::log_ratio, palette::orange}})
    if (f.has(link))
      panel.curves.push_back(
          sampled(std::string(name_of(link)), color, -4, 4, [&, at = link](double v) { return term(v, at); }));
  return panel;
}

}  // namespace

void write_portrait(const std::filesystem::path& file, const std::string& title, const FDivergence& f) {
  const std::vector<Panel> panels{
      of_f(f), of_conjugate(f),
      of_links("T = g(v)", f, [&](double v, Link link) { return f.activation(v, link).value; }),
      of_links("f*(g(v))", f, [&](double v, Link link) { return f.fused(v, link).value; })};
  draw_panels(title, panels, 2).save(file);
}

}  // namespace ganzoo::report
