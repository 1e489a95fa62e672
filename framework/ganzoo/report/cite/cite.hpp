/// What a run rests on, as BibTeX: the papers that its components name as their source.
///
/// bibliography.bib holds the entries. `cited_as` tells what of a source means an entry: alternatives between bars, of
/// each all the words between plus signs; it is not printed.
#pragma once

#include <string>
#include <vector>

namespace ganzoo::report {

/// A component, and what its About says.
struct Cited {
  std::string who, title, source;  ///< "divergence kl"
};

/// Every entry once, in the order of its first use, with the components that name it; a source without an entry as
/// @misc, in its own words.
std::string bibtex(const std::vector<Cited>& components);

/// The parts of a source, between semicolons, that look like a publication (they hold a year or an arXiv number) and
/// have no entry.
std::vector<std::string> without_entry(const std::string& source);

}  // namespace ganzoo::report
