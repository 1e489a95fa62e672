#include <fmt/format.h>

#include <ganzoo/report/table/html.hpp>

namespace ganzoo::report {

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

}  // namespace ganzoo::report
