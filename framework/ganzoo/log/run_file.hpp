/// run.h5 in memory: everything of one run, written whole at every commit and read back whole.
///
/// The layout (README, "A run's folder") is in schema.hpp; hdf5.h appears in no installed header. Behind the HDF5 data
/// stands a CRC-32 of the whole (checksum.hpp): damage is found before a byte of it is interpreted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/shared.hpp>
#include <ganzoo/os/files.hpp>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace ganzoo::log {

using Attribute = std::variant<std::int64_t, double, std::string>;
using Attributes = std::map<std::string, Attribute>;

/// One column of a table; all columns of a table have one length.
struct Column {
  std::string name;
  Shared<std::string> unit;     ///< "1", "s", "nats", …
  Shared<std::string> meaning;  ///< attribute `description`
  std::variant<std::vector<double>, std::vector<std::int64_t>> values;
  Shared<Attributes> attributes;  ///< e.g. better = lower | higher | neither
};

/// A group whose datasets share one length, `step` (its first column) being their dimension scale.
struct Table {
  std::vector<Column> columns;

  std::int64_t rows() const;
  const Column* find(const std::string& name) const;
};

/// The 256 values that a byte can stand for: value = scale · byte + offset. Images are stored so.
struct Levels {
  double scale = 0, offset = 0;

  static Levels between(double low, double high) { return {(high - low) / 255, low}; }
  float value(std::uint8_t byte) const { return static_cast<float>(scale * byte + offset); }
  /// Of the level nearest to x, which lies between the first and the last.
  std::uint8_t byte(float x) const;
};

/// Rounds each value to the nearest level; false, and nothing is touched, where one lies beyond the levels' ends.
bool round_to(const Levels& levels, std::span<float> values);

/// A dense array of floats.
struct Array {
  std::vector<std::int64_t> dims;
  std::vector<float> values;
  /// Numbers that live elsewhere, to be written in place of `values`: no copy of a large network is made for it.
  std::span<const float> elsewhere{};
  std::optional<Levels> levels{};  ///< every value is one of these: stored as a byte each

  std::span<const float> numbers() const { return values.empty() ? elsewhere : std::span<const float>(values); }
};

/// A dense array out of any file, in double precision.
struct Numbers {
  std::vector<std::int64_t> dims;
  std::vector<double> values;
};

/// True where a double holds the integer exactly, as it does every one up to 2^53.
template <class Integer>
bool is_double(Integer value) {
  const auto rounded = static_cast<double>(value);
  // The largest integers round up to a power of two that is none of their type.
  return rounded < static_cast<double>(std::numeric_limits<Integer>::max()) && static_cast<Integer>(rounded) == value;
}

enum class Status : std::uint8_t { running, finished, diverged, failed, interrupted };
std::string_view name_of(Status);

/// Real samples to set beside generated ones, where neither the data nor its component is at hand.
struct RealSamples {
  Array samples;             ///< [n, …]: a few hundred at most, each of the data's shape
  double low = 0, high = 0;  ///< the ends of every number; equal where unbounded
};

struct RunFile {
  std::string title, cell;
  std::int64_t seed = 0;
  Status status = Status::running;
  std::string reason;  ///< why diverged, failed or interrupted; "" otherwise
  std::int64_t step = 0;
  std::string spec;       ///< resolved TOML
  std::string spec_json;  ///< the same as JSON
  Attributes provenance;
  Shared<std::map<std::string, Attributes>> provenance_components;  ///< "divergence" → name, file, sha256
  Table train, metrics;
  Table floor;       ///< real against real: `step` numbers the draws; empty where it was not measured
  RealSamples real;  ///< of files before schema 1.1: none
  std::vector<std::int64_t> sample_steps;
  /// "noise" [n, z], "labels" [n]; "points" [s, n, d] or "images" [s, n, h, w(, c)]
  std::map<std::string, Array> samples;
  std::map<std::string, Array> weights;  ///< "generator/dense_0/weight" → …
  Saved checkpoint;                      ///< what resuming needs beyond /weights; empty once finished
  bool sealed = true;                    ///< false: read from a file without a checksum
};

/// Whether what /samples holds by that name is the same at every snapshot.
inline bool is_of_every_snapshot(const std::string& name) { return name == "noise" || name == "labels"; }

/// Makes the whole file in memory, then writes it as write_whole (os/files.hpp) does: `file` is all of it or what it
/// was. Throws WriteError where the disk is at fault; where the run itself is, ganzoo::Error: cells_failed (memory, or
/// a name that is none in HDF5) or bug (a table that no reader would take).
/// The temporary's name holds host and process: two that write one file, on storage where a lock kept neither away, never
/// write into one another. The fence is asked last.
void write(const std::filesystem::path& file, const RunFile& run, const os::Fence& fence = {});

/// Removes what writers of `file` that were killed have left beside it. For who alone may write it now.
void remove_temporaries(const std::filesystem::path& file);

/// What to read: a table of ten thousand runs needs no weights, nor every row of /train.
enum class Part : std::uint8_t {
  digest,  ///< of /train only what digest.hpp keeps; from a file without a digest, `tables`
  tables,
  all
};

/// Reads a run file. Throws ganzoo::Error (corrupt, or environment where it cannot be opened), naming the file and the
/// object. Foreign files are safe to read: a process of its own parses them, which can open files for reading and
/// nothing else (remote/confine.hpp), follows no external links, virtual datasets or filter plugins, and checks names,
/// types, ranks and sizes before memory is taken; what it answers is checked again, its texts made printable. One process
/// reads for all calls; it is replaced where a file was its end. A digest alone is parsed by this process, under its own
/// checksum (digest.hpp); where anything about it is not as it should be, the file's HDF5 data count. For the main thread, in a program whose main begins
/// with remote::is_child. A newer minor schema is readable, a newer major refused.
RunFile read(const std::filesystem::path& file, Part part = Part::all);

/// Everything `ganzoo verify` checks: whole, readable, checksums right, columns of one length, step increasing, the
/// digest true.
/// Throws like read().
void verify(const std::filesystem::path& file);

/// What is to be said of a file that was read, but is not sealed.
std::string without_checksum(const std::filesystem::path& file);

/// Any dataset of floats, integers or bools (as h5py writes them) in any HDF5 file. Throws ganzoo::Error (corrupt) also
/// for an integer that is no double.
Numbers read_numbers(const std::filesystem::path& file, const std::string& path);

}  // namespace ganzoo::log
