/// A table of texts, and how a terminal, Markdown and LaTeX show it.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

struct Sheet {
  std::vector<std::string> header;
  std::vector<bool> right;  ///< a column of numbers
  std::vector<std::vector<std::string>> rows;
  std::size_t fixed = 0;  ///< so many first columns are repeated where the sheet is broken
};

/// Aligned, two blanks between columns; broken into several below each other where wider than `width` (0: never).
std::string to_text(const Sheet& sheet, int width);
std::string to_markdown(const Sheet& sheet);
/// A tabular in the style of the package booktabs.
std::string to_latex(const Sheet& sheet);

}  // namespace ganzoo::report
