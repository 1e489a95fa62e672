/// What tables and listings show of a run, a few kB behind its HDF5 data, so that they need not read the rest:
///
///     [HDF5 data][digest][GANZOO digest=… bytes=…, 48 bytes][GANZOO crc32=… bytes=…, the checksum of all before it]
///
/// Everything of a RunFile but its arrays; of /train the columns that place an evaluation on an axis of compute or tell
/// of a run that ran away, at the rows that /metrics needs, and the last. Written at every commit with the numbers
/// it is of; a program that changes the HDF5 data drops it with the checksum. Its version is its first byte: another
/// choice of content is another version, and what reads none or another reads the HDF5 data.
#pragma once

#include <array>
#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace ganzoo::log {

/// The axes of compute along which evaluations are placed.
inline constexpr std::array axis_columns{"step", "wall_time", "critic_updates", "real_seen"};

/// The digest and its trailer; "" where it would exceed what a reader takes.
std::string digest_of(const RunFile& run);

/// The digest and its trailer as they stand in a file, where they are whole and of this version.
std::optional<std::string> stored_digest(const std::filesystem::path& file);

/// The run that a digest, without its trailer, tells of; nothing where it is none of this version. Its bytes may be
/// anyone's: memory is taken for what is there, never for what is promised.
std::optional<RunFile> parse_digest(std::string_view bytes);

/// The same of a file; nothing, too, where the file cannot be read or is not as long as its checksum says.
std::optional<RunFile> read_digest(const std::filesystem::path& file);

}  // namespace ganzoo::log
