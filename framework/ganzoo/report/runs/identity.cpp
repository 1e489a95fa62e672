#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/identity.hpp>
#include <ganzoo/report/runs/notices.hpp>
#include <map>

namespace ganzoo::report {
namespace {

double number_in(const log::Column& column, std::size_t row) {
  return std::visit([row](const auto& v) { return static_cast<double>(v[row]); }, column.values);
}

/// "" where two runs came to the same numbers, bit for bit; else the first that differs.
std::string difference(const Run& a, const Run& b) {
  if (a.log->status != b.log->status)
    return fmt::format("{} and {}", log::name_of(a.log->status), log::name_of(b.log->status));
  if (a.log->metrics.rows() != b.log->metrics.rows())
    return fmt::format("{} and {} evaluations", a.log->metrics.rows(), b.log->metrics.rows());
  for (const log::Column& column : a.log->metrics.columns) {
    const log::Column* other = b.log->metrics.find(column.name);
    if (other == nullptr) return fmt::format("{} in one only", column.name);
    for (std::size_t row = 0; row < static_cast<std::size_t>(a.log->metrics.rows()); ++row) {
      const double x = number_in(column, row), y = number_in(*other, row);
      if (std::bit_cast<std::uint64_t>(x) != std::bit_cast<std::uint64_t>(y))
        return fmt::format("{} in row {}: {:.17g} and {:.17g}", column.name, row, x, y);
    }
  }
  return {};
}

/// What may explain it: the keys of provenance that differ, the components' checksums among them.
std::vector<std::string> differing_provenance(const Run& a, const Run& b) {
  std::vector<std::string> keys;
  for (const char* name : {"ganzoo", "git", "compiler", "onednn", "isa", "threads", "cpu"})
    if (provenance_text(a, name) != provenance_text(b, name)) keys.push_back(fmt::format("provenance.{}", name));
  for (const auto& [kind, attributes] : *a.log->provenance_components) {
    const auto other = b.log->provenance_components->find(kind);
    const auto sum = [](const log::Attributes& all) {
      const auto found = all.find("sha256");
      return found == all.end() ? log::Attribute{} : found->second;
    };
    if (other != b.log->provenance_components->end() && sum(attributes) != sum(other->second))
      keys.push_back(fmt::format("the component of {}", kind));
  }
  return keys;
}

[[noreturn]] void refuse(const Run& a, const Run& b, const std::string& what) {
  const auto keys = differing_provenance(a, b);
  std::string hint = "give one of them";
  if (!keys.empty()) hint = fmt::format("they differ in {}; {}", fmt::join(keys, ", "), hint);
  if (!keys.empty() && keys.front().starts_with("provenance."))
    hint += fmt::format(", or average them (--over {})", keys.front());
  throw Error(Exit::usage,
              fmt::format("{} and {} are one cell, but came to other numbers: {}", a.name(), b.name(), what), hint);
}

/// Is `b` to be kept in place of `a`?
bool supersedes(const Run& b, const Run& a) {
  return a.is_over() != b.is_over() ? b.is_over() : !b.is_over() && b.log->step > a.log->step;
}

}  // namespace

void keep_one_of_each_cell(std::vector<Run>& runs, std::vector<std::string>& notices) {
  std::map<std::string, std::size_t> place;
  std::vector<Run> kept;
  std::vector<std::string> again;
  for (Run& run : runs) {
    const auto [at, is_new] = place.try_emplace(run.cell, kept.size());
    if (is_new) {
      kept.push_back(std::move(run));
      continue;
    }
    Run& first = kept[at->second];
    if (first.is_over() && run.is_over())
      if (const std::string what = difference(first, run); !what.empty()) refuse(first, run, what);
    const bool other = supersedes(run, first);
    const Run &left = other ? first : run, &stays = other ? run : first;
    again.push_back(fmt::format("{} is {} again{}", left.name(), stays.name(),
                                left.is_over() ? "" : fmt::format(", {}", log::name_of(left.log->status))));
    const std::int64_t copies = first.copies + 1;
    if (other) first = std::move(run);
    first.copies = copies;
  }
  tell(notices, again, ": counted once", "runs are found again: counted once");
  runs = std::move(kept);
}

}  // namespace ganzoo::report
