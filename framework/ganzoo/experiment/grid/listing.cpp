#include <fmt/format.h>
#include <fmt/ostream.h>

#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/listing.hpp>

namespace ganzoo::experiment {

void print_list(const Expansion& expansion, std::ostream& out) {
  std::size_t width = 0;
  for (const Cell& cell : expansion.cells) width = std::max(width, cell.id.size());
  for (const Cell& cell : expansion.cells) {
    std::string remarks = cell.failure.empty() ? "" : "  fails: " + cell.failure;
    if (!cell.ignored.empty()) remarks += fmt::format("  ignores {}", fmt::join(cell.ignored, ", "));
    out << (remarks.empty() ? cell.id : fmt::format("{:<{}}{}", cell.id, width, remarks)) << '\n';
  }
  for (const std::string& notice : expansion.notices) out << notice << '\n';
  out << expansion.cells.size() << (expansion.cells.size() == 1 ? " cell\n" : " cells\n");
}

}  // namespace ganzoo::experiment
