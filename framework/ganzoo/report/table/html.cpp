#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ganzoo/report/table/html.hpp>

namespace ganzoo::report {
namespace {

/// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8U | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += k <= left ? digits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

constexpr const char* style = R"(
:root { color-scheme: light; --ink: #212126; --grey: #6b6b70; --line: #d9d9de; --soft: #f5f5f7; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); margin: 2rem auto; max-width: 76rem; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.25rem; margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; } p { margin: .4rem 0; } .quiet { color: var(--grey); }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13.5px; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
th { background: var(--soft); font-weight: 600; } .number { text-align: right; }
img { max-width: 100%; height: auto; } figure { display: inline-block; width: 22rem; margin: 0 1rem 1rem 0; vertical-align: top; }
figcaption { font-size: 13px; color: var(--grey); } .swatch { display: inline-block; width: .8em; height: .8em; margin: 0 .35em 0 1em; }
.notice { border-left: 3px solid #d55e00; background: var(--soft); padding: .3rem .8rem; }
details { margin: .2rem 0; } summary { cursor: pointer; } pre { background: var(--soft); padding: .8rem; overflow-x: auto; font-size: 12.5px; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } figure { break-inside: avoid; } }
)";

/// The page loads nothing and runs nothing, whatever a run file smuggled into it.
constexpr const char* policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

}  // namespace

std::string escaped_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
      out += c;
  }
  return out;
}

std::string embedded_picture(std::string_view png, const std::string& description) {
  return fmt::format("<img alt=\"{}\" src=\"data:image/png;base64,{}\">", escaped_html(description), base64(png));
}

std::string to_html(const Sheet& sheet) {
  std::string text = "<div class=\"wide\"><table>\n";
  const auto add = [&](const std::vector<std::string>& cells, const char* tag) {
    text += "<tr>";
    for (std::size_t c = 0; c < cells.size(); ++c)
      text += fmt::format("<{0}{1}>{2}</{0}>", tag, sheet.right[c] ? " class=\"number\"" : "", escaped_html(cells[c]));
    text += "</tr>\n";
  };
  if (!sheet.spans.empty()) text += "<tr>";
  for (const Span& span : sheet.spans)
    text += fmt::format("<th colspan=\"{}\">{}</th>", span.columns, escaped_html(span.text));
  if (!sheet.spans.empty()) text += "</tr>\n";
  add(sheet.header, "th");
  for (const auto& row : sheet.rows) add(row, "td");
  return text + "</table></div>\n";
}

std::string html_page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, "
      "initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}</body>\n"
      "</html>\n",
      policy, escaped_html(title), style, body);
}

}  // namespace ganzoo::report
