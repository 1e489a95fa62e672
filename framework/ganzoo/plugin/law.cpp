#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/law.hpp>
#include <set>

namespace ganzoo::laws {
namespace {

using Type = ParameterSchema::Type;

bool inside(const Range& range, double x) {
  return (x > range.low || (x == range.low && !range.low_open)) &&
         (x < range.high || (x == range.high && !range.high_open));
}

/// Numbers worth trying: near a finite range's ends and middle, about a half-bounded one's end, small integers
/// otherwise.
std::vector<double> numbers(const ParameterSchema& p) {
  const double low = p.range.low, high = p.range.high;
  const double usual = p.default_value.is_number() ? p.default_value.number() : 1;
  std::vector<double> candidates{usual / 2, usual * 2};
  if (std::isfinite(low) && std::isfinite(high)) {
    const double width = high - low;
    candidates = {low, low + 0.1 * width, low + 0.5 * width, high - 0.1 * width, high};
    if (width > 1e3) candidates = {low, usual / 2, usual * 2};
  } else if (std::isfinite(low)) {
    candidates.push_back(low);
    if (usual >= 0.01) candidates.push_back(low + 1);  // no tolerance of 1 where 1e-6 is usual
  } else {
    candidates.insert(candidates.end(), {-1, 0, 1, 2});
  }
  std::set<double> chosen;
  for (double x : candidates) {
    // The least number of iterations or samples is allowed, but nothing that takes them is exact there.
    if (p.type == Type::integer && x == low) continue;
    if (p.type == Type::integer) x = std::round(x);
    if (inside(p.range, x) && x != usual) chosen.insert(x);
  }
  return {chosen.begin(), chosen.end()};
}

std::vector<Value> values(const ParameterSchema& p) {
  std::vector<Value> all;
  if (p.type == Type::boolean) all = {true, false};
  for (const std::string& choice : p.choices) all.emplace_back(choice);
  if (p.type == Type::number || p.type == Type::ramp)
    for (const double x : numbers(p)) all.emplace_back(x);
  if (p.type == Type::integer)
    for (const double x : numbers(p))
      if (std::abs(x) <= 4096) all.emplace_back(static_cast<std::int64_t>(x));  // sizes: none that only costs time
  std::erase_if(all, [&](const Value& v) { return v == p.default_value; });
  return all;
}

std::unique_ptr<Component> make_with(const ComponentInfo& info, const Table& parameters) {
  std::vector<Complaint> complaints;
  const Table table = complete(parameters, info.schema, std::string(name_of(info.kind)), complaints);
  if (!complaints.empty()) throw Error(Exit::usage, std::move(complaints));
  return info.make(table);
}

/// The sign of what is no number says nothing.
std::string without_sign_of_nan(std::string text) {
  for (std::size_t at = 0; (at = text.find("-nan", at)) != text.npos;) text.erase(at, 1);
  return text;
}

std::string told(const Table& setting, const std::string& what) {
  std::string text;
  for (const auto& [key, value] : setting) text += fmt::format("{} = {}, ", key, to_string(value));
  if (text.empty()) return without_sign_of_nan(what);
  return fmt::format("at {}: {}", text.substr(0, text.size() - 2), without_sign_of_nan(what));
}

}  // namespace

bool Specimen::has(std::string_view parameter) const {
  return std::ranges::any_of(info_->schema, [&](const ParameterSchema& p) { return p.name == parameter; });
}

bool Specimen::is_family() const {
  return std::ranges::any_of(info_->schema, [](const ParameterSchema& p) { return !p.kind_key; });
}

std::unique_ptr<Component> Specimen::made(const Table& more) const {
  Table all = parameters_;
  for (const auto& [key, value] : more) all.set(key, value);
  return make_with(*info_, all);
}

std::vector<Table> settings(const ComponentInfo& info, const Table& base, Require require) {
  const auto try_at = [&](const Table& parameters) {
    const auto made = make_with(info, parameters);
    if (require) require(*made);
  };
  try_at(base);
  std::vector<Table> all{base};
  for (const ParameterSchema& p : info.schema) {
    if (p.kind_key || base.find(p.name)) continue;
    for (const Value& value : values(p)) {
      Table setting = base;
      setting.set(p.name, value);
      try {
        try_at(setting);
        all.push_back(std::move(setting));
      } catch (const Error&) {  // what cannot be had need not obey
      }
    }
  }
  return all;
}

Counterexample examine(const Law& law, const ComponentInfo& info, const std::vector<Table>& settings) {
  for (const Table& setting : settings) {
    const bool varied = &setting != &settings.front();
    if (law.defaults_only && varied) break;
    try {
      const Specimen specimen(info, setting, varied);
      if (law.applies && !law.applies(specimen)) continue;
      if (const Counterexample found = law.test(specimen)) return told(setting, *found);
    } catch (const std::exception& error) {
      return told(setting, fmt::format("threw \"{}\"", error.what()));
    } catch (...) {
      return told(setting, "threw something that is no std::exception");
    }
  }
  return std::nullopt;
}

std::vector<Law> applicable(const std::vector<Law>& all, const ComponentInfo& info, const Table& base) {
  const Specimen specimen(info, base);
  std::vector<Law> chosen;
  for (const Law& law : all)
    if (!law.applies || law.applies(specimen)) chosen.push_back(law);
  return chosen;
}

}  // namespace ganzoo::laws
