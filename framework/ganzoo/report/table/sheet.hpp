/// A table of texts, and how a terminal, Markdown and LaTeX show it.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

/// A heading above several columns.
struct Span {
  std::string text;
  std::size_t columns;
};

struct TextTable {
  std::vector<std::string> header;
  std::vector<bool> right;  ///< a column of numbers
  std::vector<std::vector<std::string>> rows;
  std::size_t fixed = 0;                  ///< so many first columns are repeated where the sheet is broken
  std::vector<Span> spans{};              ///< above the header; of as many columns together, or none
  std::vector<std::vector<bool>> bold{};  ///< as rows, or none
};

using Sheet = TextTable;  ///< figures have sheets too: the names of types must differ

/// Aligned, two blanks between columns; broken into several below each other where wider than `width` (0: never), between
/// spans where there are any.
std::string to_text(const Sheet& sheet, int width);
/// Spans stand before their first column's heading.
std::string to_markdown(const Sheet& sheet);
/// A tabular in the style of the package booktabs.
std::string to_latex(const Sheet& sheet);
/// A text as LaTeX prints it; braced where it would be read as an option.
std::string latex_text(const std::string& text);

}  // namespace ganzoo::report
