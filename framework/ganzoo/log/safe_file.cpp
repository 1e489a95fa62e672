#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ganzoo/log/safe_file.hpp>
#include <ganzoo/log/schema.hpp>
#include <limits>
#include <optional>
#include <set>

namespace ganzoo::log {
namespace {

constexpr std::uint64_t max_objects = 1'000'000;
constexpr std::size_t max_name = 1024;

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) parts.push_back(path.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

/// Why the storage of a dataset may not be read; "" where it may.
std::string storage_fault(hid_t properties) {
  const H5D_layout_t layout = H5Pget_layout(properties);
  if (layout == H5D_VIRTUAL) return "is a virtual dataset, which may lead to any file";
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) return "has an unknown layout";
  if (checked(H5Pget_external_count(properties)) != 0) return "keeps its values in an external file";
  const int filters = checked(H5Pget_nfilters(properties));
  for (unsigned i = 0; i < static_cast<unsigned>(filters); ++i) {
    std::size_t values = 0;
    unsigned flags = 0;
    const auto filter = H5Pget_filter2(properties, i, &flags, &values, nullptr, 0, nullptr, nullptr);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32)
      return fmt::format("uses the filter {}, but only deflate, shuffle and fletcher32 are read", filter);
  }
  return {};
}

/// a·b, or nothing where that exceeds 2^62.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result) || result > (std::uint64_t{1} << 62)) return std::nullopt;
  return result;
}

std::optional<std::uint64_t> product(std::uint64_t first, const std::vector<hsize_t>& rest) {
  std::optional<std::uint64_t> result = first;
  for (const hsize_t n : rest)
    if (result) result = product(*result, n);
  return result;
}

herr_t collect(const char* name, void* names) {
  try {
    static_cast<std::vector<std::string>*>(names)->emplace_back(name);
    return 0;
  } catch (...) {
    return -1;
  }
}

herr_t collect_name(hid_t, const char* name, const H5A_info_t*, void* names) { return collect(name, names); }

/// Stops, with 1, at a name that is too long.
herr_t collect_link(hid_t, const char* name, const H5L_info_t*, void* names) {
  return std::strlen(name) < max_name ? collect(name, names) : 1;
}

std::string read_text(hid_t attribute, hid_t type, hid_t space) {
  const Handle memory(H5Tcopy(H5T_C_S1), H5Tclose);
  checked(H5Tset_cset(memory, checked(H5Tget_cset(type))));
  if (checked(H5Tis_variable_str(type)) == 0) {
    std::string text(H5Tget_size(type) + 1, '\0');
    checked(H5Tset_size(memory, text.size()));
    checked(H5Aread(attribute, memory, text.data()));
    text.resize(std::strlen(text.c_str()));
    return text;
  }
  checked(H5Tset_size(memory, H5T_VARIABLE));
  char* characters = nullptr;
  checked(H5Aread(attribute, memory, &characters));
  const std::string text = characters != nullptr ? characters : "";
  checked(H5Dvlen_reclaim(memory, space, H5P_DEFAULT, &characters));
  return text;
}

std::optional<Attribute> read_attribute(hid_t object, const std::string& name) {
  const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  const Handle space(H5Aget_space(attribute), H5Sclose);
  const Handle type(H5Aget_type(attribute), H5Tclose);
  if (checked(H5Sget_simple_extent_npoints(space)) != 1) return std::nullopt;
  const H5T_class_t kind = H5Tget_class(type);
  if (kind == H5T_STRING) return read_text(attribute, type, space);
  if (kind == H5T_INTEGER && H5Tget_size(type) <= 8) {
    std::int64_t value = 0;
    checked(H5Aread(attribute, H5T_NATIVE_INT64, &value));
    return value;
  }
  if (kind == H5T_FLOAT && H5Tget_size(type) <= 8) {
    double value = 0;
    checked(H5Aread(attribute, H5T_NATIVE_DOUBLE, &value));
    return value;
  }
  return std::nullopt;
}

template <class T>
std::vector<T> read_as(hid_t dataset, hid_t memory, std::uint64_t count) {
  std::vector<T> values(count);
  if (count > 0) checked(H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  return values;
}

/// HDF5's own conversion would make the largest integer of what is larger.
std::vector<std::int64_t> signed_from(const std::vector<std::uint64_t>& values) {
  const auto above = std::find_if(values.begin(), values.end(), [](std::uint64_t v) { return v >> 63U != 0; });
  if (above != values.end()) throw Hdf5Failure(fmt::format("holds {}, but must hold less than 2^63", *above));
  return {values.begin(), values.end()};
}

std::string member_name(hid_t type, unsigned number) {
  char* name = H5Tget_member_name(type, number);
  const std::string text = name != nullptr ? name : "";
  H5free_memory(name);
  return text;
}

/// An enumeration of FALSE and TRUE over integers, as h5py writes bools.
bool is_boolean(hid_t type) {
  if (H5Tget_class(type) != H5T_ENUM || H5Tget_nmembers(type) != 2) return false;
  const Handle base(H5Tget_super(type), H5Tclose);
  const std::set<std::string> names{member_name(type, 0), member_name(type, 1)};
  return H5Tget_class(base) == H5T_INTEGER && names == std::set<std::string>{"FALSE", "TRUE"};
}

}  // namespace

SafeFile::SafeFile(const std::filesystem::path& path) : path_(path) {
  quiet_hdf5();
  std::error_code error;
  size_ = std::filesystem::file_size(path, error);
  if (error) throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", path.string(), error.message()));
  budget_ = size_ * schema::max_expansion;
  try {
    file_ = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access_properties()), H5Fclose);
  } catch (const Hdf5Failure& failure) {
    throw Error(Exit::corrupt, fmt::format("{}: is no whole HDF5 file: {}", path.string(), failure.what()));
  }
}

void SafeFile::refuse(const std::string& object, const std::string& why) const {
  throw Error(Exit::corrupt, fmt::format("{}: /{} {}", path_.string(), object, why));
}

Handle SafeFile::open(const std::string& path) const {
  if (++objects_ > max_objects) refuse(path, fmt::format("is one object too many: at most {} are read", max_objects));
  Handle current(H5Oopen(file_, "/", H5P_DEFAULT), H5Oclose);
  for (const std::string& part : split(path)) {
    H5L_info_t info;
    checked(H5Lget_info(current, part.c_str(), &info, H5P_DEFAULT));
    if (info.type != H5L_TYPE_HARD) refuse(path, "is behind a soft or external link, which is not followed");
    current = Handle(H5Oopen(current, part.c_str(), H5P_DEFAULT), H5Oclose);
  }
  return current;
}

bool SafeFile::has(const std::string& path) const try {
  Handle current(H5Oopen(file_, "/", H5P_DEFAULT), H5Oclose);
  for (const std::string& part : split(path)) {
    if (checked(H5Lexists(current, part.c_str(), H5P_DEFAULT)) == 0) return false;
    H5L_info_t info;
    checked(H5Lget_info(current, part.c_str(), &info, H5P_DEFAULT));
    if (info.type != H5L_TYPE_HARD) refuse(path, "is behind a soft or external link, which is not followed");
    current = Handle(H5Oopen(current, part.c_str(), H5P_DEFAULT), H5Oclose);
  }
  return true;
} catch (const Hdf5Failure& failure) {
  refuse(path, failure.what());
}

bool SafeFile::is_group(const std::string& path) const try {
  return H5Iget_type(open(path)) == H5I_GROUP;
} catch (const Hdf5Failure& failure) {
  refuse(path, failure.what());
}

std::vector<std::string> SafeFile::members(const std::string& group) const try {
  const Handle object = open(group);
  if (H5Iget_type(object) != H5I_GROUP) refuse(group, "is no group");
  H5G_info_t info;
  checked(H5Gget_info(object, &info));
  if (info.nlinks > max_objects) refuse(group, "has too many members");
  const Handle properties(H5Gget_create_plist(object), H5Pclose);
  unsigned order = 0;
  checked(H5Pget_link_creation_order(properties, &order));
  const H5_index_t index = (order & H5P_CRT_ORDER_TRACKED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME;
  std::vector<std::string> names;
  hsize_t start = 0;  // by their numbers they would be looked for from the first on, each time
  if (checked(H5Literate(object, index, H5_ITER_INC, &start, collect_link, &names)) > 0)
    refuse(group, "has a member of too long a name");
  return names;
} catch (const Hdf5Failure& failure) {
  refuse(group, failure.what());
}

Attributes SafeFile::attributes(const std::string& path) const try {
  const Handle object = open(path);
  std::vector<std::string> names;
  hsize_t start = 0;
  checked(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &start, collect_name, &names));
  Attributes attributes;
  for (const std::string& name : names) {
    if (std::ranges::find(schema::foreign_attributes, name) != schema::foreign_attributes.end()) continue;
    if (auto value = read_attribute(object, name)) attributes[name] = std::move(*value);
  }
  return attributes;
} catch (const Hdf5Failure& failure) {
  refuse(path, failure.what());
}

void SafeFile::take(const std::string& object, std::uint64_t bytes) const {
  if (bytes > budget_) refuse(object, "would take more memory than a file of this size can hold");
  budget_ -= bytes;
}

Content SafeFile::content(const std::string& path) const try {
  const Handle dataset = open(path);
  if (H5Iget_type(dataset) != H5I_DATASET) refuse(path, "is no dataset");
  const Handle properties(H5Dget_create_plist(dataset), H5Pclose);
  if (const std::string fault = storage_fault(properties); !fault.empty()) refuse(path, fault);

  const Handle type(H5Dget_type(dataset), H5Tclose);
  const std::size_t width = H5Tget_size(type);
  const H5T_class_t kind = H5Tget_class(type);
  const bool whole = kind == H5T_INTEGER || is_boolean(type);
  if ((!whole && kind != H5T_FLOAT) || width < 1 || width > 8) refuse(path, "holds no plain numbers");

  const Handle space(H5Dget_space(dataset), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > schema::max_rank)
    refuse(path, fmt::format("has rank {}, but at most {} is read", rank, schema::max_rank));
  std::vector<hsize_t> extent(static_cast<std::size_t>(rank));
  checked(H5Sget_simple_extent_dims(space, extent.data(), nullptr));
  const auto count = product(1, extent);
  const bool chunked = H5Pget_layout(properties) == H5D_CHUNKED;
  const std::uint64_t room =
      std::min<std::uint64_t>(H5Dget_storage_size(dataset), size_) * (chunked ? schema::max_expansion : 1);
  if (!count || *count > room / width) refuse(path, "promises more values than the file holds");
  if (chunked) {
    std::vector<hsize_t> chunk(extent.size());
    checked(H5Pget_chunk(properties, rank, chunk.data()));
    const auto bytes = product(width, chunk);
    if (!bytes || *bytes > std::max<std::uint64_t>(room, 1 << 20)) refuse(path, "has chunks larger than the file");
  }
  take(path, *count * 8);

  Content content;
  content.dims.assign(extent.begin(), extent.end());
  if (whole && width == 1 && H5Tget_sign(type) == H5T_SGN_NONE && kind == H5T_INTEGER)
    content.values = read_as<std::uint8_t>(dataset, H5T_NATIVE_UINT8, *count);
  else if (whole && width == 8 && H5Tget_sign(type) == H5T_SGN_NONE)
    content.values = signed_from(read_as<std::uint64_t>(dataset, H5T_NATIVE_UINT64, *count));
  else if (whole)
    content.values = read_as<std::int64_t>(dataset, H5T_NATIVE_INT64, *count);
  else if (width <= 4)
    content.values = read_as<float>(dataset, H5T_NATIVE_FLOAT, *count);
  else
    content.values = read_as<double>(dataset, H5T_NATIVE_DOUBLE, *count);
  return content;
} catch (const Hdf5Failure& failure) {
  refuse(path, failure.what());
}

void SafeFile::walk(const std::string& group, const std::string& prefix, int depth,
                    const std::function<void(const std::string&)>& visit) const {
  if (depth > schema::max_depth) refuse(group, "is nested too deep");
  for (const std::string& name : members(group)) {
    const std::string inner = group + "/" + name;
    if (is_group(inner))
      walk(inner, prefix + name + "/", depth + 1, visit);
    else
      visit(prefix + name);
  }
}

void SafeFile::for_each_dataset(const std::string& group, const std::function<void(const std::string&)>& visit) const {
  walk(group, "", 0, visit);
}

}  // namespace ganzoo::log
