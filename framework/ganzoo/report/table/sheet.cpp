#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/report/table/sheet.hpp>
#include <map>

namespace ganzoo::report {
namespace {

/// Characters, not bytes.
std::size_t length_of(const std::string& utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string pad(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, length_of(text)), ' ');
  return right ? blanks + text : text + blanks;
}

std::vector<std::size_t> widths_of(const Sheet& sheet) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < sheet.header.size(); ++c) {
    widths.push_back(length_of(sheet.header[c]));
    for (const auto& row : sheet.rows) widths[c] = std::max(widths[c], length_of(row[c]));
  }
  std::size_t first = 0;
  for (const Span& span : sheet.spans) {  // the last column is widened to hold what stands above
    std::size_t length = 0;
    for (std::size_t c = first; c < first + span.columns; ++c) length += widths[c] + 2;
    first += span.columns;
    if (span.columns > 0 && length_of(span.text) + 2 > length) widths[first - 1] += length_of(span.text) + 2 - length;
  }
  return widths;
}

/// Columns that stay together: the fixed ones, then each span, or each column where there are none.
std::vector<std::size_t> block_ends(const Sheet& sheet) {
  std::vector<std::size_t> ends;
  std::size_t end = 0;
  for (const Span& span : sheet.spans)
    if ((end += span.columns) > sheet.fixed) ends.push_back(end);
  for (std::size_t c = sheet.fixed; sheet.spans.empty() && c < sheet.header.size(); ++c) ends.push_back(c + 1);
  return ends;
}

/// The columns of each part: the fixed ones, then as many blocks as fit, at least one.
std::vector<std::vector<std::size_t>> parts_of(const Sheet& sheet, const std::vector<std::size_t>& widths, int width) {
  std::vector<std::size_t> fixed;
  std::size_t start = 0;
  for (std::size_t c = 0; c < sheet.fixed; ++c) {
    fixed.push_back(c);
    start += widths[c] + 2;
  }
  std::vector<std::vector<std::size_t>> parts{fixed};
  std::size_t used = start, c = sheet.fixed;
  for (const std::size_t end : block_ends(sheet)) {
    std::size_t block = 0;
    for (std::size_t k = c; k < end; ++k) block += widths[k] + 2;
    if (width > 0 && used + block > static_cast<std::size_t>(width) + 2 && parts.back().size() > fixed.size()) {
      parts.push_back(fixed);
      used = start;
    }
    for (; c < end; ++c) parts.back().push_back(c);
    used += block;
  }
  return parts;
}

/// The spans' texts over the columns of a part, each at its first.
std::string span_line(const Sheet& sheet, const std::vector<std::size_t>& part,
                      const std::vector<std::size_t>& widths) {
  std::string line;
  std::size_t column = 0;
  for (const Span& span : sheet.spans) {
    const bool shown = std::ranges::find(part, column) != part.end() && span.columns > 0;
    std::size_t length = 0;
    for (std::size_t c = column; c < column + span.columns; ++c) length += widths[c] + 2;
    column += span.columns;
    if (!shown) continue;
    line += pad(span.text, length, false);
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::string escaped(const std::string& text, const std::map<char, std::string>& escapes) {
  std::string out;
  for (const char c : text) {
    const auto found = escapes.find(c);
    out += found == escapes.end() ? std::string(1, c) : found->second;
  }
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::string latex(const std::string& text) {
  static const std::map<char, std::string> escapes{{'&', "\\&"},
                                                   {'%', "\\%"},
                                                   {'$', "\\$"},
                                                   {'#', "\\#"},
                                                   {'_', "\\_"},
                                                   {'{', "\\{"},
                                                   {'}', "\\}"},
                                                   {'~', "\\textasciitilde{}"},
                                                   {'^', "\\textasciicircum{}"},
                                                   {'\\', "\\textbackslash{}"},
                                                   {'<', "\\textless{}"},
                                                   {'>', "\\textgreater{}"}};
  std::string out = escaped(text, escapes);
  out = replaced(out, "↑", "$\\uparrow$");
  out = replaced(out, "↓", "$\\downarrow$");
  out = replaced(out, "−", "$-$");
  out = replaced(out, "≈", "$\\approx$");
  out = replaced(out, "‡", "$\\ddagger$");
  out = replaced(out, "†", "$\\dagger$");
  out = replaced(out, "·", "$\\cdot$");
  return replaced(out, "Δ", "$\\Delta$");
}

}  // namespace

std::string to_text(const Sheet& sheet, int width) {
  const auto widths = widths_of(sheet);
  std::string text;
  for (const auto& part : parts_of(sheet, widths, width)) {
    if (!text.empty()) text += '\n';
    const auto add = [&](const std::vector<std::string>& cells) {
      std::string line;
      for (const std::size_t c : part) line += (line.empty() ? "" : "  ") + pad(cells[c], widths[c], sheet.right[c]);
      text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    };
    if (!sheet.spans.empty()) text += span_line(sheet, part, widths) + '\n';
    add(sheet.header);
    std::string rule;
    for (const std::size_t c : part) {
      if (!rule.empty()) rule += "  ";
      for (std::size_t i = 0; i < widths[c]; ++i) rule += "─";
    }
    text += rule + '\n';
    for (const auto& row : sheet.rows) add(row);
  }
  return text;
}

std::string to_markdown(const Sheet& sheet) {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string text = "|";
    for (const std::string& cell : cells) text += fmt::format(" {} |", replaced(cell, "|", "\\|"));
    return text + "\n";
  };
  std::vector<std::string> header = sheet.header;
  std::size_t column = 0;
  for (const Span& span : sheet.spans) {
    if (!span.text.empty()) header[column] = span.text + ": " + header[column];
    column += span.columns;
  }
  std::string text = line(header) + "|";
  for (const bool right : sheet.right) text += right ? "---:|" : "---|";
  text += "\n";
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    std::vector<std::string> cells = sheet.rows[r];
    for (std::size_t c = 0; c < cells.size(); ++c)
      if (!sheet.bold.empty() && sheet.bold[r][c]) cells[c] = "**" + cells[c] + "**";
    text += line(cells);
  }
  return text;
}

std::string latex_text(const std::string& text) {
  // A cell that begins with a bracket would be read as an option of the rule or the line's end before it.
  const std::string plain = latex(text);
  return plain.starts_with('[') ? "{[}" + plain.substr(1) : plain;
}

std::string to_latex(const Sheet& sheet) {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c) text += (c == 0 ? "" : " & ") + cells[c];
    return "  " + text + " \\\\\n";
  };
  const auto escaped_cells = [](std::vector<std::string> cells) {
    for (std::string& cell : cells) cell = latex_text(cell);
    return cells;
  };
  std::string columns, text;
  for (const bool right : sheet.right) columns += right ? 'r' : 'l';
  text = "\\begin{tabular}{" + columns + "}\n  \\toprule\n";
  std::vector<std::string> spans;
  for (const Span& span : sheet.spans)
    spans.push_back("\\multicolumn{" + std::to_string(span.columns) + "}{l}{" + latex_text(span.text) + "}");
  if (!spans.empty()) text += line(spans);
  text += line(escaped_cells(sheet.header)) + "  \\midrule\n";
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    std::vector<std::string> cells = escaped_cells(sheet.rows[r]);
    for (std::size_t c = 0; c < cells.size(); ++c)
      if (!sheet.bold.empty() && sheet.bold[r][c]) cells[c] = "\\textbf{" + cells[c] + "}";
    text += line(cells);
  }
  return text + "  \\bottomrule\n\\end{tabular}\n";
}

}  // namespace ganzoo::report
