#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/grid_paths.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/given.hpp>
#include <ganzoo/experiment/spec/resolve.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace ganzoo::experiment {
namespace {

/// Of 64 hex digits half the bytes.
using Hash = std::array<std::uint8_t, 32>;

Hash hash_of(const std::string& hex) {
  Hash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) std::from_chars(&hex[2 * i], &hex[2 * i] + 2, hash[i], 16);
  return hash;
}

struct FirstBytes {
  std::size_t operator()(const Hash& hash) const {
    std::size_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return number;
  }
};

class Expander {
 public:
  Expander(const Table& experiment, const Catalogue& catalogue, bool base, Keep keep)
      : base_(experiment, catalogue), catalogue_(catalogue), keep_(keep) {
    if (base) return;
    grid_ = parse_grid(experiment, complaints_);
    check_grid_paths(grid_, catalogue, complaints_);
    result_.notices = grid_.notices;
  }

  Expansion run() {
    const std::size_t points = count_points(grid_);
    result_.cells.reserve(points);
    for (std::size_t i = 0; i < points; ++i) add(point(grid_, i));
    check_given(base_.table, catalogue_, complaints_);
    if (!complaints_.empty()) throw Error(Exit::usage, in_file_order(std::move(complaints_)));
    if (result_.cells.empty())
      throw Error(Exit::usage, grid_.skips.front().place.text() + ": [[grid.skip]] leaves no cell");
    return std::move(result_);
  }

 private:
  void assign(Draft& draft, const std::vector<config::Assignment>& assignments) {
    for (const config::Assignment& refused : draft.assign(assignments)) {
      complain(
          complaints_, refused.second.place,
          fmt::format("grid path {} leads nowhere: a key on its way holds no table, or a list that has no such element",
                      config::to_string(refused.first)));
    }
  }

  /// An override shall count, or be refused.
  void complain_of(const Draft::Undone& undone) {
    const auto over = [&](const Axis& axis) {
      return std::ranges::find_if(axis.paths,
                                  [&](const config::Path& path) { return config::starts_with(undone.by, path); });
    };
    const auto axis = std::ranges::find_if(grid_.axes, [&](const Axis& a) { return over(a) != a.paths.end(); });
    const std::string what = axis != grid_.axes.end() ? fmt::format("the grid's axis over {} ({})",
                                                                    config::to_string(*over(*axis)), axis->place.text())
                                                      : set_of(undone.by);
    std::vector<Complaint> one;
    complain(one, undone.value.place,
             fmt::format("{} is {}, but {} puts another value there", config::to_string(undone.path),
                         ganzoo::to_string(undone.value), what),
             axis != grid_.axes.end() ? fmt::format("grid.{0}=[…] or {0}=… replaces the axis, --base ignores the grid",
                                                    config::to_string(*over(*axis)))
                                      : "--base ignores the grid");
    add_new(complaints_, one.front());
  }

  /// "a [[grid.set]] of scheduler (ring8.toml:40:9)"
  std::string set_of(const config::Path& path) const {
    std::string text = "a [[grid.set]] of " + config::to_string(path);
    for (const Rule& rule : grid_.sets)
      for (const auto& [given, value] : rule.set)
        if (given == path) return fmt::format("{} ({})", text, value.place.text());
    return text;
  }

  void add(const std::vector<config::Assignment>& varied) {
    Draft draft = base_;
    assign(draft, varied);
    for (const Rule& rule : grid_.sets) {
      if (draft.matches(rule.when)) assign(draft, rule.set);
    }
    const bool skipped = std::any_of(grid_.skips.begin(), grid_.skips.end(),
                                     [&](const Rule& rule) { return !rule.when.empty() && draft.matches(rule.when); });
    if (skipped) return;
    for (const Draft::Undone& undone : draft.undone) complain_of(undone);
    std::vector<Complaint> found;
    Resolved resolved = resolve(std::move(draft), catalogue_, found);
    for (Complaint& complaint : found) add_new(complaints_, std::move(complaint));
    if (complaints_.empty()) add_cell(varied, std::move(resolved));
  }

  void add_cell(const std::vector<config::Assignment>& varied, Resolved resolved) {
    Cell cell;
    for (const config::Assignment& assignment : varied)
      cell.varied.emplace_back(config::to_string(assignment.first), assignment.second);
    cell.id = cell_id(cell.varied, resolved.canonical);
    cell.spec_sha256 = sha256(resolved.canonical);
    const auto [same, is_new] = numbers_.emplace(hash_of(cell.spec_sha256), result_.cells.size());
    if (!is_new) {
      result_.notices.push_back(
          fmt::format("{} is the same run as {}, and runs once", cell.id, result_.cells[same->second].id));
      return;
    }
    if (names_.contains(cell.id))
      throw Error(Exit::usage, fmt::format("two different cells have the id {}", cell.id),
                  "vary fewer keys at once, or run one of them alone");
    cell.ignored = std::move(resolved.ignored);
    if (keep_ == Keep::all) cell.spec = std::move(resolved.spec);
    if (keep_ == Keep::names) cell.varied = {}, cell.spec_sha256 = {};
    cell.failure = std::move(resolved.failure);
    cell.outside = resolved.outside;
    result_.cells.push_back(std::move(cell));
    names_.insert(result_.cells.back().id);
  }

  Draft base_;
  const Catalogue& catalogue_;
  Grid grid_;
  std::vector<Complaint> complaints_;
  Expansion result_;
  Keep keep_;
  std::unordered_map<Hash, std::size_t, FirstBytes> numbers_;  ///< spec_sha256 → which cell
  std::unordered_set<std::string_view> names_;  ///< every cell's, which stay where they are: 32 bits of a hash may meet
};

}  // namespace

Expansion expand(const Table& experiment, const Catalogue& catalogue, bool base, Keep keep) {
  return Expander(experiment, catalogue, base, keep).run();
}

void require_sound_file(const Table& file, const Catalogue& catalogue) {
  Table given = file;
  for (const char* about_cells : {"grid", "search"}) given.erase(about_cells);
  Catalogue loaded = catalogue;  // an override may well replace a component that is not to be had
  std::erase_if(loaded, [](const auto& entry) { return !entry.second.found || !entry.second.failure.empty(); });
  std::vector<Complaint> complaints;
  check_given(given, loaded, complaints);
  if (!complaints.empty()) throw Error(Exit::usage, in_file_order(std::move(complaints)));
}

}  // namespace ganzoo::experiment
