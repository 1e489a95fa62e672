#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <stdexcept>

namespace ganzoo::nn {
namespace {

constexpr std::int64_t alignment = 16;  // floats: one cache line

Parameters::Entry entry_behind(const std::vector<Parameters::Entry>& entries, std::string name,
                               std::vector<std::int64_t> dims, const Init& init) {
  Parameters::Entry e{.name = std::move(name), .dims = std::move(dims), .offset = 0, .size = 1, .init = init};
  for (const std::int64_t d : e.dims) e.size *= d;
  if (!entries.empty()) {
    const std::int64_t end = entries.back().offset + entries.back().size;
    e.offset = (end + alignment - 1) / alignment * alignment;
  }
  return e;
}

std::int64_t padded_size(const std::vector<Parameters::Entry>& entries) {
  if (entries.empty()) return 0;
  return (entries.back().offset + entries.back().size + alignment - 1) / alignment * alignment;
}

int index_of(const std::vector<Parameters::Entry>& entries, const std::string& name) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.name == name; });
  return found == entries.end() ? -1 : static_cast<int>(found - entries.begin());
}

std::span<float> part(const Buffer& buffer, const Parameters::Entry& e) {
  return buffer.span().subspan(static_cast<std::size_t>(e.offset), static_cast<std::size_t>(e.size));
}

void draw(std::span<float> out, const Init& init, const Rng& rng) {
  using Law = Init::Law;
  const double fan_in = static_cast<double>(init.fan_in), fan_out = static_cast<double>(init.fan_out);
  const double variance =
      init.law == Law::glorot_normal || init.law == Law::glorot_uniform ? 2 / (fan_in + fan_out) : 2 / fan_in;
  switch (init.law) {
    case Law::constant:
      std::fill(out.begin(), out.end(), static_cast<float>(init.scale));
      return;
    case Law::normal:
      rng.fill_normal(out, 0, static_cast<float>(init.scale));
      return;
    case Law::uniform:
      break;
    case Law::glorot_normal:
    case Law::he_normal:
      rng.fill_normal(out, 0, static_cast<float>(init.scale * std::sqrt(variance)));
      return;
    case Law::glorot_uniform:
    case Law::he_uniform:
      break;
  }
  const double half = init.law == Law::uniform ? init.scale : init.scale * std::sqrt(3 * variance);
  rng.fill_uniform(out, static_cast<float>(-half), static_cast<float>(half));
}

}  // namespace

int Parameters::add(const std::string& name, std::vector<std::int64_t> dims, const Init& init) {
  entries_.push_back(entry_behind(entries_, scoped(name), std::move(dims), init));
  return static_cast<int>(entries_.size()) - 1;
}

int Parameters::add_statistic(const std::string& name, std::vector<std::int64_t> dims, float value, Start start) {
  starts_.push_back(std::move(start));
  statistics_.push_back(entry_behind(statistics_, scoped(name), std::move(dims),
                                     {.law = Init::Law::constant, .scale = static_cast<double>(value)}));
  return static_cast<int>(statistics_.size()) - 1;
}

void Parameters::enter(const std::string& scope) { scopes_.push_back(scope); }
void Parameters::leave() { scopes_.pop_back(); }

std::string Parameters::scoped(const std::string& name) const {
  std::string full;
  for (const std::string& scope : scopes_) full += scope + "/";
  return full + name;
}

void Parameters::allocate() {
  values_ = Buffer(padded_size(entries_));
  gradients_ = Buffer(padded_size(entries_));
  statistic_values_ = Buffer(padded_size(statistics_));
  for (const Entry& e : statistics_) {
    const std::span<float> s = part(statistic_values_, e);
    std::fill(s.begin(), s.end(), static_cast<float>(e.init.scale));
  }
}

void Parameters::initialise(std::uint64_t seed) {
  halves_fresh_ = false;
  for (const Entry& e : entries_) draw(part(values_, e), e.init, stream_of(e, seed));
  for (std::size_t i = 0; i < statistics_.size(); ++i) {
    const Entry& e = statistics_[i];
    if (starts_[i]) starts_[i](*this, part(statistic_values_, e), stream_of(e, seed));
  }
}

Rng Parameters::stream_of(const Entry& e, std::uint64_t seed) const {
  return {seed, Purpose::weights, hash_name(owner_.empty() ? e.name : owner_ + "/" + e.name)};
}

int Parameters::find(const std::string& name) const { return index_of(entries_, name); }
int Parameters::find_statistic(const std::string& name) const { return index_of(statistics_, name); }

std::span<float> Parameters::value(int i) const {
  halves_fresh_ = false;
  return part(values_, entries_[static_cast<std::size_t>(i)]);
}
std::span<float> Parameters::gradient(int i) const { return part(gradients_, entries_[static_cast<std::size_t>(i)]); }
std::span<float> Parameters::statistic(int i) const {
  return part(statistic_values_, statistics_[static_cast<std::size_t>(i)]);
}

void Parameters::keep_halves() {
  halves_.resize(values_.span().size());
  halves_fresh_ = false;
}

void Parameters::refresh_halves() const {
  if (halves_.empty() || halves_fresh_) return;
  round_to_halves(numbers(), halves_);
  halves_fresh_ = true;
}

std::int64_t Parameters::count() const {
  std::int64_t n = 0;
  for (const Entry& e : entries_) n += e.size;
  return n;
}

}  // namespace ganzoo::nn
