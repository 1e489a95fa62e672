#include <ganzoo/report/published/published.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/param.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/cross.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

using Complaints = std::vector<Complaint>;

using Type = ParameterSchema::Type;

ParameterSchema key(const char* name, Type type, Value otherwise, Range range, const char* meaning) {
  ParameterSchema schema;
  schema.name = name;
  schema.type = type;
  schema.default_value = std::move(otherwise);
  schema.range = range;
  schema.meaning = meaning;
  return schema;
}
ParameterSchema text(const char* name, const char* meaning) { return key(name, Type::string, "", any(), meaning); }

const Schema& schema_of_table() {
  static const Schema schema{text("source", "paper, venue, year, table"), text("note", "what is to be known of it"),
                             key("core_minutes", Type::number, 0.0, positive(), "what all cells take on one core")};
  return schema;
}

const Schema& schema_of_claim() {
  static const Schema schema{text("what", "in words"),
                             text("metric", "a column of /metrics"),
                             text("cross", "in its place, a divergence of data and generator"),
                             text("where", "of which runs, as compare --where"),
                             text("by", "the key whose values the numbers are told apart by"),
                             text("note", "what is to be known of it"),
                             key("within", Type::number, 0.0, at_least(0), "how far from `value` is still the same")};
  return schema;
}

constexpr const char* limits[] = {"value", "at_most", "at_least"};

void complain(Complaints& complaints, const Value& at, const std::string& message) {
  const std::string place = at.place.text();
  complaints.push_back({(place.empty() ? "" : place + ": ") + message, ""});
}

std::string text_of(const Table& table, const char* key) { return table.find(key)->get<std::string>(); }

/// A key of a table as --where compares it: a number or a truth bare, words in quotes.
std::string literal_of(const std::string& key) {
  double number = 0;
  const char* end = key.data() + key.size();
  const auto [last, error] = std::from_chars(key.data(), end, number);
  const bool bare = (error == std::errc{} && last == end) || key == "true" || key == "false";
  return bare ? key : fmt::format("\"{}\"", key);
}

/// The paper's number as a claim of its own.
Claim claim_of(const Table& common, const std::string& limit, double number, const std::string& group) {
  Claim claim{.what = text_of(common, "what"),
              .metric = text_of(common, "metric"),
              .cross = text_of(common, "cross"),
              .where = text_of(common, "where"),
              .note = text_of(common, "note"),
              .published = {}};
  const double within = common.find("within")->number();
  claim.published =
      limit == "value" ? fmt::format("{}", number) : fmt::format("{} {}", limit == "at_most" ? "≤" : "≥", number);
  if (limit != "at_most") claim.low = number - (limit == "value" ? within : 0);
  if (limit != "at_least") claim.high = number + (limit == "value" ? within : 0);
  if (group.empty()) return claim;
  const std::string own = fmt::format("{} == {}", text_of(common, "by"), literal_of(group));
  claim.what += (claim.what.empty() ? "" : ", ") + group;
  claim.where = claim.where.empty() ? own : fmt::format("({}) and {}", claim.where, own);
  return claim;
}

class Reader {
 public:
  explicit Reader(Complaints& complaints) : complaints_(complaints) {}

  void claims(const Value& value, std::vector<Claim>& out) {
    const List* list = value.get_if<List>();
    if (!list) return complain(complaints_, value, "published.claim must be tables [[published.claim]]");
    for (std::size_t i = 0; i < list->size(); ++i) claim((*list)[i], fmt::format("published.claim[{}]", i), out);
  }

 private:
  void claim(const Value& value, const std::string& path, std::vector<Claim>& out) {
    const Table* given = value.get_if<Table>();
    if (!given) return complain(complaints_, value, path + " must be a table");
    Table plain = *given;
    const Value* numbers = nullptr;
    std::string limit;
    for (const char* name : limits)
      if (const Value* found = given->find(name)) {
        if (numbers) complain(complaints_, *found, fmt::format("{}.{}: there is {} already", path, name, limit));
        numbers = found, limit = name;
        plain.erase(name);
      }
    const Table common = complete(plain, schema_of_claim(), path, complaints_);
    if (!complaints_.empty()) return;
    if (!numbers) return complain(complaints_, value, path + " has neither value nor at_most nor at_least");
    if (text_of(common, "metric").empty() == text_of(common, "cross").empty())
      return complain(complaints_, value, path + " must have metric or cross, and not both");
    add(*numbers, path + "." + limit, common, limit, out);
  }

  void add(const Value& numbers, const std::string& path, const Table& common, const std::string& limit,
           std::vector<Claim>& out) {
    const bool grouped = !text_of(common, "by").empty();
    if (numbers.is_number() && !grouped) return out.push_back(claim_of(common, limit, numbers.number(), ""));
    const Table* table = numbers.get_if<Table>();
    if (!table || !grouped)
      return complain(complaints_, numbers, path + " must be a number, or with `by` a table of numbers");
    for (const auto& [group, number] : *table) {
      if (!number.is_number()) return complain(complaints_, number, fmt::format("{}.{} must be a number", path, group));
      out.push_back(claim_of(common, limit, number.number(), group));
    }
  }

  Complaints& complaints_;
};

Judged judged(const Claim& claim, const std::vector<Run>& runs, std::vector<std::string>& notices) try {
  Judged out;
  out.claim = claim;
  CompareOptions options;
  options.where = claim.where;
  if (!claim.metric.empty()) options.metrics = {claim.metric};
  const Comparison comparison =
      claim.cross.empty() ? compare(runs, options) : compare_cross(runs, options, {claim.cross});
  if (comparison.groups.size() != 1) {
    out.reason = fmt::format("it is of {} settings ({}), but must be of one", comparison.groups.size(),
                             fmt::join(comparison.by, ", "));
    return out;
  }
  const Summary& summary = comparison.groups.front().values.front();
  for (const std::string& notice : comparison.notices)
    if (std::ranges::find(notices, notice) == notices.end()) notices.push_back(notice);
  out.ours = summary.interval;
  out.seeds = static_cast<std::int64_t>(summary.seeds.size());
  if (std::isnan(out.ours.center)) return out.reason = "no run has come to its end", out;
  const bool inside = claim.low <= out.ours.center && out.ours.center <= claim.high;
  const bool reaches = out.ours.low <= claim.high && out.ours.high >= claim.low;
  out.verdict = inside ? Verdict::holds : reaches ? Verdict::open : Verdict::fails;
  return out;
} catch (const Error& error) {
  if (error.code() != Exit::usage) throw;
  Judged out;
  out.claim = claim;
  out.reason = error.what();
  return out;
}

const char* word(Verdict verdict) {
  return verdict == Verdict::holds ? "holds" : verdict == Verdict::open ? "open" : "fails";
}

/// How far outside of what is claimed.
std::string missed(const Judged& j) {
  if (!j.reason.empty()) return j.reason;
  if (j.verdict == Verdict::holds) return "";
  return "by " +
         short_text(j.ours.center < j.claim.low ? j.claim.low - j.ours.center : j.ours.center - j.claim.high, 2);
}

}  // namespace

std::optional<Published> read_published(const Table& experiment) {
  const Value* value = experiment.find("published");
  if (!value) return std::nullopt;
  Complaints complaints;
  Published out;
  if (const Table* table = value->get_if<Table>()) {
    Table plain = *table;
    const Value* claims = table->find("claim");
    plain.erase("claim");
    const Table complete_table = complete(plain, schema_of_table(), "published", complaints);
    if (!claims) complain(complaints, *value, "published.claim is missing, but must be one or more tables");
    if (claims) Reader(complaints).claims(*claims, out.claims);
    if (complaints.empty()) {
      out.source = text_of(complete_table, "source");
      out.note = text_of(complete_table, "note");
      out.core_minutes = complete_table.find("core_minutes")->number();
    }
  } else {
    complain(complaints, *value, "published must be a table");
  }
  if (!complaints.empty()) throw Error(Exit::usage, std::move(complaints));
  return out;
}

std::vector<Judged> judge(const Published& published, const std::vector<Run>& runs, std::vector<std::string>& notices) {
  std::vector<Judged> all;
  for (const Claim& claim : published.claims) all.push_back(judged(claim, runs, notices));
  return all;
}

Sheet sheet_of(const std::vector<Judged>& all) {
  Sheet sheet{.header = {"claim", "published", "ours", "interval", "seeds", "verdict", "misses"},
              .right = {false, true, true, false, true, false, false},
              .rows = {}};
  for (const Judged& j : all)
    sheet.rows.push_back(
        {j.claim.what, j.claim.published, std::isnan(j.ours.center) ? "–" : short_text(j.ours.center, 4),
         range_text(j.ours.low, j.ours.high), std::to_string(j.seeds), word(j.verdict),
         missed(j) + (j.verdict == Verdict::holds || j.claim.note.empty() ? "" : ": " + j.claim.note)});
  return sheet;
}

}  // namespace ganzoo::report
