#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/page/snapshots.hpp>
#include <optional>

namespace ganzoo::report {
namespace {

constexpr std::size_t bins = 64;

/// What a byte over an axis stands for.
struct Side {
  double low = 0, high = 1;
};

struct Box {
  std::vector<Side> sides;  ///< one for numbers on the line, two for points
};

std::size_t width_of(const log::Array& array) {
  return array.dims.empty() ? 0 : static_cast<std::size_t>(array.dims.back());
}

/// The middle 99.5 % of one coordinate, half as wide again.
std::optional<Side> side_of(const log::Array& points, std::size_t coordinate) {
  std::vector<float> values;
  for (std::size_t i = coordinate; i < points.values.size(); i += width_of(points))
    if (std::isfinite(points.values[i])) values.push_back(points.values[i]);
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t cut = values.size() / 400;
  const double low = values[cut], high = values[values.size() - 1 - cut];
  const double margin = high > low ? 0.25 * (high - low) : 0.5;
  return Side{low - margin, high + margin};
}

std::optional<Box> box_of(const log::Array& points) {
  Box box;
  for (std::size_t k = 0; k < std::min<std::size_t>(2, width_of(points)); ++k) {
    const auto side = side_of(points, k);
    if (!side) return std::nullopt;
    box.sides.push_back(*side);
  }
  if (box.sides.empty()) return std::nullopt;
  double widest = 0;  // one scale for both: a ring is round
  for (const Side& side : box.sides) widest = std::max(widest, side.high - side.low);
  for (Side& side : box.sides) {
    const double middle = (side.low + side.high) / 2;
    side = {middle - widest / 2, middle + widest / 2};
  }
  return box;
}

/// The s-th of snapshots [s, n, …], or its first `most` samples.
log::Array snapshot(const log::Array& all, std::size_t s, std::size_t most) {
  log::Array one{{all.dims.begin() + 1, all.dims.end()}, {}};
  const std::size_t size = all.values.size() / static_cast<std::size_t>(all.dims[0]);
  const auto n = static_cast<std::size_t>(one.dims[0]), kept = std::min(n, most);
  one.dims[0] = static_cast<std::int64_t>(kept);
  const auto first = all.values.begin() + static_cast<std::ptrdiff_t>(s * size);
  one.values.assign(first, first + static_cast<std::ptrdiff_t>(n == 0 ? 0 : size / n * kept));
  return one;
}

/// So many of n, evenly spaced, the last always.
std::vector<std::size_t> chosen(std::size_t n, std::size_t most) {
  std::vector<std::size_t> all;
  const std::size_t count = std::min(n, most);
  for (std::size_t i = 0; i < count; ++i) all.push_back(count == 1 ? n - 1 : i * (n - 1) / (count - 1));
  return all;
}

/// Bytes over the box, all first coordinates and then all second; those outside are left out and counted.
Json points_block(const log::Array& points, const Box& box, std::string& bytes) {
  std::string first, second;
  const std::size_t width = width_of(points);
  std::int64_t outside = 0;
  for (std::size_t i = 0; i + width <= points.values.size(); i += width) {
    std::array<int, 2> at{};
    bool inside = true;
    for (std::size_t k = 0; k < 2; ++k) {
      const double place = (points.values[i + k] - box.sides[k].low) / (box.sides[k].high - box.sides[k].low);
      inside = inside && place >= 0 && place <= 1;
      at[k] = inside ? static_cast<int>(std::lround(255 * place)) : 0;
    }
    if (inside) first += static_cast<char>(at[0]), second += static_cast<char>(at[1]);
    outside += !inside;
  }
  const Json entry = Json::array({bytes.size(), first.size(), outside});
  bytes += first + second;
  return entry;
}

/// Counts in 64 bins of 16 bits; those outside are counted apart.
Json histogram_block(const log::Array& points, const Box& box, std::string& bytes) {
  std::vector<std::uint16_t> counts(bins, 0);
  std::int64_t outside = 0;
  const Side& side = box.sides[0];
  for (const float x : points.values) {
    const double at = std::floor((x - side.low) / (side.high - side.low) * static_cast<double>(bins));
    if (at >= 0 && at < static_cast<double>(bins))
      ++counts[static_cast<std::size_t>(at)];
    else
      ++outside;
  }
  const Json entry = Json::array({bytes.size(), points.values.size(), outside});
  for (const std::uint16_t c : counts) bytes += static_cast<char>(c & 255U);
  for (const std::uint16_t c : counts) bytes += static_cast<char>(c >> 8U);
  return entry;
}

Json images_block(const log::Array& images, double low, double high, std::string& bytes) {
  const Json entry = Json::array({bytes.size(), images.dims.empty() ? 0 : images.dims[0], 0});
  for (const float x : images.values) {
    const double shade = (x - low) / (high - low);
    bytes += static_cast<char>(std::lround(15 * (shade > 0 ? std::min(shade, 1.0) : 0.0)));
  }
  return entry;
}

/// One experiment's samples, as they are read run by run.
class Album {
 public:
  explicit Album(const SampleBudget& budget) : budget_(budget) {}

  /// `whole`: every snapshot, not the last alone where they are images.
  Json of(const log::RunFile& run, bool whole) {
    const auto points = run.samples.find("points"), images = run.samples.find("images");
    const bool is_points = points != run.samples.end();
    if (!is_points && images == run.samples.end()) return nullptr;
    const log::Array& all = is_points ? points->second : images->second;
    if (all.dims.size() < 3 || all.dims[0] == 0 || all.values.empty()) return nullptr;
    if (kind_.empty() && !begin(run, all, is_points)) return nullptr;
    if (is_points != (kind_ != "images")) return nullptr;
    const auto n = static_cast<std::size_t>(all.dims[0]);
    const auto which = is_points || whole ? chosen(n, budget_.snapshots) : std::vector<std::size_t>{n - 1};
    Json steps = Json::array(), entries = Json::array();
    for (const std::size_t s : which) {
      steps.push_back(s < run.sample_steps.size() ? run.sample_steps[s] : 0);
      entries.push_back(add(snapshot(all, s, most())));
    }
    return {{"steps", steps}, {"at", entries}};
  }

  Json header() const {
    if (kind_.empty()) return nullptr;
    Json sides = Json::array();
    for (const Side& side : box_.sides) sides.push_back(Json::array({side.low, side.high}));
    return {{"kind", kind_},   {"box", sides},          {"height", height_},
            {"width", width_}, {"channels", channels_}, {"real", real_}};
  }

  std::string take_bytes() { return std::move(bytes_); }

 private:
  std::size_t most() const { return kind_ == "images" ? budget_.images : budget_.points; }

  /// The first run with samples fixes what all are drawn over.
  bool begin(const log::RunFile& run, const log::Array& all, bool is_points) {
    if (is_points) {
      auto box = box_of(run.real.samples);
      if (!box) box = box_of(snapshot(all, static_cast<std::size_t>(all.dims[0]) - 1, SIZE_MAX));
      if (!box) return false;
      box_ = *box;
      kind_ = box_.sides.size() == 1 ? "line" : "points";
    } else {
      kind_ = "images";
      height_ = all.dims[2];
      width_ = all.dims.size() > 3 ? all.dims[3] : 1;
      channels_ = all.dims.size() > 4 ? all.dims[4] : 1;
      const bool is_signed = std::ranges::any_of(all.values, [](float x) { return x < -0.05F; });
      low_ = run.real.low < run.real.high ? run.real.low : is_signed ? -1 : 0;
      high_ = run.real.low < run.real.high ? run.real.high : 1;
    }
    log::Array real = run.real.samples;
    if (!real.values.empty()) {
      real.dims.insert(real.dims.begin(), 1);
      real_ = add(snapshot(real, 0, most()));
    }
    return true;
  }

  Json add(const log::Array& one) {
    if (kind_ == "images") return images_block(one, low_, high_, bytes_);
    return kind_ == "line" ? histogram_block(one, box_, bytes_) : points_block(one, box_, bytes_);
  }

  SampleBudget budget_;
  std::string kind_, bytes_;
  Box box_;
  double low_ = 0, high_ = 1;
  std::int64_t height_ = 0, width_ = 0, channels_ = 1;
  Json real_ = nullptr;
};

}  // namespace

Snapshots snapshots_of(const std::vector<Run>& runs, const std::vector<std::size_t>& first_seeds,
                       const SampleBudget& budget, std::vector<std::string>& notices) {
  Album album(budget);
  Json of_runs = Json::array();
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool is_first = std::ranges::find(first_seeds, i) != first_seeds.end();
    Json entry = nullptr;
    if (is_first || budget.every_seed) try {
        entry = album.of(log::read(runs[i].file), is_first);
      } catch (const Error& error) {
        notices.push_back(fmt::format("no samples of {}: {}", runs[i].name(), error.what()));
      }
    of_runs.push_back(std::move(entry));
  }
  Json header = album.header();
  if (header.is_null()) return {nullptr, ""};
  header["runs"] = std::move(of_runs);
  return {std::move(header), album.take_bytes()};
}

}  // namespace ganzoo::report
