/// The layout of run.h5 in one place: names of its objects and attributes, and the version of the whole.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace ganzoo::log::schema {

inline constexpr const char* name = "ganzoo.run";
/// A newer minor only adds objects; a newer major is refused.
inline constexpr std::int64_t major = 1;
inline constexpr std::int64_t minor = 1;  ///< 1: /floor, /data, bytes that stand for numbers

inline constexpr const char* provenance = "provenance";
inline constexpr const char* train = "train";
inline constexpr const char* metrics = "metrics";
inline constexpr const char* floor = "floor";
inline constexpr const char* data = "data";
inline constexpr const char* samples = "samples";
inline constexpr const char* weights = "weights";
inline constexpr const char* checkpoint = "checkpoint";

/// The dimension scale of every table, and the snapshots' steps in /samples.
inline constexpr const char* step = "step";
inline constexpr const char* units = "units";
inline constexpr const char* description = "description";
/// Of a dataset of bytes that stand for numbers: value = scale · byte + offset.
inline constexpr const char* scale = "scale";
inline constexpr const char* offset = "offset";
/// Of /data: the ends of every number; equal where unbounded.
inline constexpr const char* low = "low";
inline constexpr const char* high = "high";

/// What HDF5's dimension scales and netCDF-4 write of their own accord.
inline constexpr std::array<std::string_view, 7> foreign_attributes{
    "CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "DIMENSION_LABELS", "_Netcdf4Dimid", "_Netcdf4Coordinates"};

/// Groups may nest this deep.
inline constexpr int max_depth = 32;
inline constexpr int max_rank = 8;
/// More than deflate can shrink: what a dataset may claim for each byte that it occupies.
inline constexpr std::uint64_t max_expansion = 1100;

}  // namespace ganzoo::log::schema
