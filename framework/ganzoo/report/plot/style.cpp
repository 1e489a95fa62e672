#include <ganzoo/report/plot/sheet.hpp>

namespace ganzoo::report {
namespace {

/// 0xrrggbb
constexpr Color rgb(unsigned hex) {
  const auto part = [hex](unsigned shift) { return static_cast<double>(hex >> shift & 255U) / 255; };
  return {part(16), part(8), part(0)};
}

const Style light{.dark = false,
                  .paper = palette::white,
                  .ink = palette::ink,
                  .dim = {0.33, 0.34, 0.37},
                  .grey = palette::grey,
                  .line = palette::line,
                  .faint = {0.90, 0.90, 0.90},
                  .hues{{{0.149, 0.251, 0.686},
                         {0.753, 0.184, 0.039},
                         {0.000, 0.498, 0.451},
                         {0.443, 0.188, 0.294},
                         {0.086, 0.616, 0.851},
                         {0.671, 0.565, 0.239}}}};

const Style dark{.dark = true,
                 .paper = rgb(0x16181d),
                 .ink = rgb(0xe6e7ea),
                 .dim = rgb(0xb4b6bc),
                 .grey = rgb(0x9a9da4),
                 .line = rgb(0x4a4d55),
                 .faint = rgb(0x2c2f36),
                 .hues{{rgb(0x5b78ef), rgb(0xf29147), rgb(0x43fbcd), rgb(0xbf638e), rgb(0x6ebbe1), rgb(0xfadc3d)}}};

}  // namespace

const Style& style_of(const std::string& theme) { return theme == "dark" ? dark : light; }

Look Style::look_of(std::size_t i) const {
  constexpr std::array<Dash, 4> dashes{Dash::none, Dash::dashed, Dash::dotted, Dash::dash_dot};
  if (i >= hues.size() * dashes.size()) return {grey, Dash::none};
  return {hues[i % hues.size()], dashes[i / hues.size()]};
}

}  // namespace ganzoo::report
