/// What the process that reads foreign files is asked, and how a RunFile crosses from it.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/fields.hpp>

namespace ganzoo::log {

struct ReadRun {
  static constexpr const char* name = "read run";
  using Answer = RunFile;

  std::filesystem::path file;
  Part part = Part::all;

  static constexpr auto fields =
      std::tuple{remote::field("file", &ReadRun::file), remote::field("part", &ReadRun::part)};
};

struct Verdict {
  bool sealed = false;  ///< has a checksum, which is right

  static constexpr auto fields = std::tuple{remote::field("sealed", &Verdict::sealed)};
};

struct VerifyRun {
  static constexpr const char* name = "verify run";
  using Answer = Verdict;

  std::filesystem::path file;

  static constexpr auto fields = std::tuple{remote::field("file", &VerifyRun::file)};
};

struct ReadNumbers {
  static constexpr const char* name = "read numbers";
  using Answer = Numbers;

  std::filesystem::path file;
  std::string path;

  static constexpr auto fields =
      std::tuple{remote::field("file", &ReadNumbers::file), remote::field("path", &ReadNumbers::path)};
};

/// Why these are no tables or arrays, whoever read them or is about to write them: "/train/penalty has 2 rows, but step has 3"; "" where they are.
std::string fault_of(const std::string& group, const Table& table);
std::string fault_of(const std::string& path, const Array& array);
std::string fault_of(const std::string& path, const Numbers& numbers);
std::string fault_of(const RunFile& run);

}  // namespace ganzoo::log

namespace ganzoo::remote {

template <>
struct LastOf<log::Status> {
  static constexpr auto value = log::Status::interrupted;
};

template <>
struct LastOf<log::Part> {
  static constexpr auto value = log::Part::all;
};

template <class T>
struct Coder<Shared<T>> {
  static Json pack(const Shared<T>& value) { return remote::pack<T>(*value); }
  static Shared<T> unpack(const Json& json) { return remote::unpack<T>(json); }
};

template <>
struct Declared<log::Column> {
  using T = log::Column;
  static constexpr auto fields =
      std::tuple{field("name", &T::name), field("unit", &T::unit), field("meaning", &T::meaning),
                 field("values", &T::values), field("attributes", &T::attributes)};
};

template <>
struct Declared<log::Table> {
  static constexpr auto fields = std::tuple{field("columns", &log::Table::columns)};
};

template <>
struct Declared<log::Levels> {
  static constexpr auto fields = std::tuple{field("scale", &log::Levels::scale), field("offset", &log::Levels::offset)};
};

template <>
struct Declared<log::Array> {
  using T = log::Array;
  static constexpr auto fields =
      std::tuple{field("dims", &T::dims), field("values", &T::values), field("levels", &T::levels)};
};

template <>
struct Declared<log::Numbers> {
  using T = log::Numbers;
  static constexpr auto fields = std::tuple{field("dims", &T::dims), field("values", &T::values)};
};

template <>
struct Declared<log::RealSamples> {
  using T = log::RealSamples;
  static constexpr auto fields =
      std::tuple{field("samples", &T::samples), field("low", &T::low), field("high", &T::high)};
};

template <>
struct Declared<log::RunFile> {
  using T = log::RunFile;
  static constexpr auto fields = std::tuple{field("title", &T::title),
                                            field("cell", &T::cell),
                                            field("seed", &T::seed),
                                            field("status", &T::status),
                                            field("reason", &T::reason),
                                            field("step", &T::step),
                                            field("spec", &T::spec),
                                            field("spec_json", &T::spec_json),
                                            field("provenance", &T::provenance),
                                            field("provenance_components", &T::provenance_components),
                                            field("train", &T::train),
                                            field("metrics", &T::metrics),
                                            field("floor", &T::floor),
                                            field("real", &T::real),
                                            field("sample_steps", &T::sample_steps),
                                            field("samples", &T::samples),
                                            field("weights", &T::weights),
                                            field("checkpoint", &T::checkpoint),
                                            field("sealed", &T::sealed)};
};

}  // namespace ganzoo::remote
