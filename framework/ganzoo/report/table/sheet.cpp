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
  return widths;
}

/// The columns of each part: the fixed ones, then as many others as fit, at least one.
std::vector<std::vector<std::size_t>> parts_of(const Sheet& sheet, const std::vector<std::size_t>& widths, int width) {
  std::vector<std::size_t> fixed;
  std::size_t start = 0;
  for (std::size_t c = 0; c < sheet.fixed; ++c) {
    fixed.push_back(c);
    start += widths[c] + 2;
  }
  std::vector<std::vector<std::size_t>> parts{fixed};
  std::size_t used = start;
  for (std::size_t c = sheet.fixed; c < sheet.header.size(); ++c) {
    if (width > 0 && used + widths[c] > static_cast<std::size_t>(width) && parts.back().size() > fixed.size()) {
      parts.push_back(fixed);
      used = start;
    }
    parts.back().push_back(c);
    used += widths[c] + 2;
  }
  return parts;
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
  std::string text = line(sheet.header) + "|";
  for (const bool right : sheet.right) text += right ? "---:|" : "---|";
  text += "\n";
  for (const auto& row : sheet.rows) text += line(row);
  return text;
}

std::string to_latex(const Sheet& sheet) {
  const auto line = [](const std::vector<std::string>& cells) {
    std::string text;
    for (const std::string& cell : cells) text += (text.empty() ? "" : " & ") + latex(cell);
    return "  " + text + " \\\\\n";
  };
  std::string columns;
  for (const bool right : sheet.right) columns += right ? 'r' : 'l';
  std::string text = "\\begin{tabular}{" + columns + "}\n  \\toprule\n" + line(sheet.header) + "  \\midrule\n";
  for (const auto& row : sheet.rows) text += line(row);
  return text + "  \\bottomrule\n\\end{tabular}\n";
}

}  // namespace ganzoo::report
