#include <fmt/format.h>

#include <fstream>
#include <ganzoo/plugin/diagnosis.hpp>
#include <regex>
#include <sstream>

namespace ganzoo {
namespace {

/// What f_math.hpp has in its stead.
const std::regex call(R"(\bstd\s*::\s*(exp|log|log1p|expm1|sqrt|pow|abs|fabs|min|max|tanh)\s*[(<])");

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::vector<Complaint> calls_of_std(const std::filesystem::path& source, const std::string& compiler_said) {
  static const std::regex error(R"(^(.*):(\d+):(\d+): (?:fatal )?error: )");
  const std::vector<std::string> lines = lines_of(source);
  std::vector<Complaint> complaints;
  std::istringstream said(compiler_said);
  for (std::string line; std::getline(said, line);) {
    std::smatch place, found;
    if (!std::regex_search(line, place, error)) continue;
    const std::size_t number = std::strtoul(place.str(2).c_str(), nullptr, 10);
    if (std::filesystem::path(place.str(1)).filename() != source.filename() || number < 1 || number > lines.size())
      continue;
    const std::string& text = lines[number - 1];
    if (!std::regex_search(text, found, call)) continue;
    const std::string name = found.str(1) == "fabs" ? "abs" : found.str(1);
    Complaint complaint{fmt::format("{}:{}:{}: std::{} takes no number of ganzoo's: write {}", source.string(), number,
                                    found.position(0) + 1, found.str(1), name),
                        "without std:: ganzoo finds the right one, which knows its derivatives"};
    if (complaints.empty() || complaints.back().message != complaint.message) complaints.push_back(complaint);
  }
  return complaints;
}

}  // namespace ganzoo
