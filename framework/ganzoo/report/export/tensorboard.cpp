#include <fmt/chrono.h>
#include <fmt/format.h>

#include <tensorboard.pb.h>
#include <algorithm>
#include <boost/crc.hpp>
#include <boost/endian/conversion.hpp>
#include <ctime>
#include <ganzoo/report/export/tensorboard.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <sstream>

namespace ganzoo::report {
namespace {

using tensorboard::Event;
using tensorboard::Summary;

/// CRC-32C, and masked as TFRecord has it (tensorflow/core/lib/hash/crc32c.h).
using Castagnoli = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

template <class T>
std::string little(T number) {
  const T stored = boost::endian::native_to_little(number);
  return {reinterpret_cast<const char*>(&stored), sizeof stored};
}

std::string masked_checksum(const std::string& bytes) {
  Castagnoli crc;
  crc.process_bytes(bytes.data(), bytes.size());
  const std::uint32_t sum = crc.checksum();
  return little<std::uint32_t>(((sum >> 15) | (sum << 17)) + 0xA282EAD8U);
}

/// A TFRecord: length, its checksum, what it is, its checksum.
void append(std::string& file, const Event& event) {
  const std::string data = event.SerializeAsString(), length = little<std::uint64_t>(data.size());
  file += length + masked_checksum(length) + data + masked_checksum(data);
}

/// Seconds since 1970 of "2026-11-27T00:56:01Z"; 0 of a run that does not tell.
double started(const log::RunFile& run) {
  const auto found = run.provenance.find("started");
  const auto* text = found == run.provenance.end() ? nullptr : std::get_if<std::string>(&found->second);
  std::tm time{};
  if (text == nullptr || strptime(text->c_str(), "%Y-%m-%dT%H:%M:%S", &time) == nullptr) return 0;
  return static_cast<double>(timegm(&time));
}

double number_at(const log::Column& column, std::size_t row) {
  return std::visit([row](const auto& values) { return static_cast<double>(values[row]); }, column.values);
}

/// When each step was logged.
class Clock {
 public:
  explicit Clock(const log::RunFile& run)
      : start_(started(run)), steps_(run.train.find("step")), seconds_(run.train.find("wall_time")) {}

  /// Of the last row up to that step.
  double at(std::int64_t step) {
    if (steps_ == nullptr || seconds_ == nullptr) return start_;
    const auto& steps = std::get<std::vector<std::int64_t>>(steps_->values);
    const auto after = std::ranges::upper_bound(steps, step);
    return after == steps.begin() ? start_
                                  : start_ + number_at(*seconds_, static_cast<std::size_t>(after - steps.begin()) - 1);
  }

 private:
  double start_;
  const log::Column *steps_, *seconds_;
};

/// All columns of a row are one event.
void append_table(std::string& file, const std::string& name, const log::Table& table, Clock& clock) {
  const log::Column* steps = table.find("step");
  if (steps == nullptr) return;
  for (std::size_t row = 0; row < static_cast<std::size_t>(table.rows()); ++row) {
    Event event;
    event.set_step(static_cast<std::int64_t>(number_at(*steps, row)));
    event.set_wall_time(clock.at(event.step()));
    for (const log::Column& column : table.columns) {
      if (column.name == "step") continue;
      Summary::Value& value = *event.mutable_summary()->add_value();
      value.set_tag(name + "/" + column.name);
      value.set_simple_value(static_cast<float>(number_at(column, row)));
    }
    append(file, event);
  }
}

/// One of equal slices along the first dimension.
log::Array slice(const log::Array& all, std::size_t index) {
  const auto size = static_cast<std::ptrdiff_t>(all.values.size()) / all.dims[0];
  const auto begin = all.values.begin() + static_cast<std::ptrdiff_t>(index) * size;
  return {{all.dims.begin() + 1, all.dims.end()}, {begin, begin + size}};
}

std::uint32_t big(const std::string& bytes, std::size_t at) {
  return boost::endian::load_big_u32(reinterpret_cast<const unsigned char*>(bytes.data() + at));
}

void append_picture(std::string& file, std::string png, std::int64_t step, double time) {
  constexpr std::size_t width_at = 16, height_at = 20;  // in PNG's header
  Event event;
  event.set_step(step);
  event.set_wall_time(time);
  Summary::Value& value = *event.mutable_summary()->add_value();
  value.set_tag("samples");
  value.mutable_image()->set_width(static_cast<std::int32_t>(big(png, width_at)));
  value.mutable_image()->set_height(static_cast<std::int32_t>(big(png, height_at)));
  value.mutable_image()->set_colorspace(3);
  value.mutable_image()->set_encoded_image_string(std::move(png));
  append(file, event);
}

void append_samples(std::string& file, const log::RunFile& run, Clock& clock) {
  for (const auto& [name, all] : run.samples) {
    const bool is_shown = name == "images" || name == "points";
    if (!is_shown || all.dims.empty() || all.dims[0] != static_cast<std::int64_t>(run.sample_steps.size())) continue;
    for (std::size_t i = 0; i < run.sample_steps.size(); ++i) {
      const std::int64_t step = run.sample_steps[i];
      const log::Array shown = slice(all, i);
      append_picture(file,
                     name == "images"
                         ? mosaic_png(shown, static_cast<float>(run.real.low), static_cast<float>(run.real.high))
                         : points_png(fmt::format("{} · step {}", run.cell, step), run.real.samples, shown),
                     step, clock.at(step));
    }
  }
}

/// Markdown knows a block of code by four spaces.
std::string indented(const std::string& text) {
  std::istringstream lines(text);
  std::string line, out;
  while (std::getline(lines, line)) out += "    " + line + "\n";
  return out;
}

void append_spec(std::string& file, const log::RunFile& run) {
  Event event;
  event.set_wall_time(started(run));
  Summary::Value& value = *event.mutable_summary()->add_value();
  value.set_tag("spec");
  value.mutable_metadata()->mutable_plugin_data()->set_plugin_name("text");
  value.mutable_tensor()->set_dtype(tensorboard::DT_STRING);
  value.mutable_tensor()->mutable_tensor_shape();
  value.mutable_tensor()->add_string_val(indented(run.spec));
  append(file, event);
}

}  // namespace

std::string event_file_name(const log::RunFile& run) {
  return fmt::format("{}/events.out.tfevents.{:.0f}.ganzoo", run.cell, started(run));
}

std::string event_file(const log::RunFile& run) {
  std::string file;
  Event version;
  version.set_wall_time(started(run));
  version.set_file_version("brain.Event:2");
  append(file, version);
  append_spec(file, run);
  Clock clock(run);
  append_table(file, "train", run.train, clock);
  append_table(file, "metrics", run.metrics, clock);
  append_samples(file, run, clock);
  return file;
}

}  // namespace ganzoo::report
