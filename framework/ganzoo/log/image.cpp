#include <fmt/format.h>
#include <hdf5_hl.h>

#include <bit>
#include <cstring>
#include <ganzoo/log/image.hpp>
#include <ganzoo/log/schema.hpp>
#include <span>

namespace ganzoo::log {
namespace {

static_assert(std::endian::native == std::endian::little);  // so that what is in memory is what is in the file

/// Where in the file the numbers of an array stand.
struct Written {
  std::string path;
  haddr_t offset;
  std::string_view bytes;           ///< in memory
  std::vector<std::uint8_t> own{};  ///< the memory, where it was made for the file alone
};

hid_t stored(double) { return H5T_IEEE_F64LE; }
hid_t stored(float) { return H5T_IEEE_F32LE; }
hid_t stored(std::int64_t) { return H5T_STD_I64LE; }
hid_t stored(std::uint8_t) { return H5T_STD_U8LE; }
hid_t native(std::uint8_t) { return H5T_NATIVE_UINT8; }
hid_t native(double) { return H5T_NATIVE_DOUBLE; }
hid_t native(float) { return H5T_NATIVE_FLOAT; }
hid_t native(std::int64_t) { return H5T_NATIVE_INT64; }

void put(hid_t object, const std::string& name, const Attribute& value) {
  const Handle scalar(H5Screate(H5S_SCALAR), H5Sclose);
  if (const auto* text = std::get_if<std::string>(&value)) {
    const Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    checked(H5Tset_size(type, H5T_VARIABLE));
    checked(H5Tset_cset(type, H5T_CSET_UTF8));
    const Handle attribute(H5Acreate2(object, name.c_str(), type, scalar, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    const char* characters = text->c_str();
    checked(H5Awrite(attribute, type, &characters));
    return;
  }
  const auto put_number = [&](auto number) {
    const Handle attribute(H5Acreate2(object, name.c_str(), stored(number), scalar, H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose);
    checked(H5Awrite(attribute, native(number), &number));
  };
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return put_number(*integer);
  put_number(std::get<double>(value));
}

void put(hid_t object, const Attributes& attributes) {
  for (const auto& [name, value] : attributes) put(object, name, value);
}

/// Where arrays are put, and the list of those that were.
struct Place {
  hid_t group;
  std::vector<Written>& written;
};

/// A group that remembers the order in which its members were made.
Handle make_group(hid_t parent, const std::string& path) {
  const Handle properties(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  checked(H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
  return {H5Gcreate2(parent, path.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), H5Gclose};
}

/// A dataset at `path` (groups on the way are made), without times: equal content gives equal bytes.
template <class T>
Handle put_array(const Place& place, const std::string& path, std::span<const std::int64_t> dims,
                 std::span<const T> values) {
  const std::vector<hsize_t> extent(dims.begin(), dims.end());
  hsize_t count = 1;
  for (const hsize_t n : extent) count *= n;
  if (count != values.size())
    throw Hdf5Failure(fmt::format("{} has {} values, but its shape asks for {}", path, values.size(), count));
  const Handle space(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr), H5Sclose);
  const Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose);
  checked(H5Pset_create_intermediate_group(links, 1));
  const Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  checked(H5Pset_obj_track_times(properties, false));
  Handle dataset(H5Dcreate2(place.group, path.c_str(), stored(T{}), space, links, properties, H5P_DEFAULT), H5Dclose);
  if (values.empty()) return dataset;
  checked(H5Dwrite(dataset, native(T{}), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  const auto* bytes = reinterpret_cast<const char*>(values.data());
  place.written.push_back({path, H5Dget_offset(dataset), {bytes, values.size_bytes()}});
  return dataset;
}

template <class T>
Handle put_column(const Place& place, const std::string& name, const std::vector<T>& values) {
  const auto length = static_cast<std::int64_t>(values.size());
  return put_array<T>(place, name, std::span(&length, 1), values);
}

/// HDF5 keeps the list of a scale's datasets in one attribute of at most 64 KiB, 16 bytes for each.
constexpr std::size_t most_with_scale = 4000;

void put_table(const Place& file, const std::string& name, const Table& table) {
  const Handle group = make_group(file.group, name);
  const bool has_scale = table.columns.size() <= most_with_scale;
  Handle scale;
  for (const Column& column : table.columns) {
    Handle dataset = std::visit(
        [&](const auto& values) {
          return put_column({group, file.written}, column.name, values);
        },
        column.values);
    if (!column.unit->empty()) put(dataset, schema::units, *column.unit);
    if (!column.meaning->empty()) put(dataset, schema::description, *column.meaning);
    put(dataset, *column.attributes);
    if (!has_scale) continue;
    if (column.name == schema::step) {
      checked(H5DSset_scale(dataset, schema::step));
      scale = std::move(dataset);
    } else if (scale.get() >= 0) {
      checked(H5DSattach_scale(dataset, scale, 0));
    }
  }
}

void put_root(hid_t file, const RunFile& run) {
  put(file, {{"schema", schema::name},
             {"schema_major", schema::major},
             {"schema_minor", schema::minor},
             {"title", run.title},
             {"cell", run.cell},
             {"seed", run.seed},
             {"status", std::string(name_of(run.status))},
             {"reason", run.reason},
             {"step", run.step},
             {"spec", run.spec},
             {"spec_json", run.spec_json}});
}

void put_provenance(hid_t file, const RunFile& run) {
  const Handle group = make_group(file, schema::provenance);
  put(group, run.provenance);
  for (const auto& [component, attributes] : *run.provenance_components) put(make_group(group, component), attributes);
}

/// As floats, or as the bytes that stand for them.
void put_array(const Place& place, const std::string& path, const Array& array) {
  if (!array.levels) {
    put_array<float>(place, path, array.dims, array.numbers());
    return;
  }
  std::vector<std::uint8_t> bytes;
  for (const float x : array.numbers()) bytes.push_back(array.levels->byte(x));
  const Handle dataset = put_array<std::uint8_t>(place, path, array.dims, bytes);
  put(dataset, {{schema::scale, array.levels->scale}, {schema::offset, array.levels->offset}});
  if (!bytes.empty()) place.written.back().own = std::move(bytes);
}

void put_arrays(const Place& file, const std::string& name, const std::map<std::string, Array>& arrays) {
  const Handle group = make_group(file.group, name);
  for (const auto& [path, array] : arrays) put_array({group, file.written}, path, array);
}

void put_real(const Place& file, const RealSamples& real) {
  if (real.samples.dims.empty()) return;
  const Handle group = make_group(file.group, schema::data);
  put(group, {{schema::low, real.low}, {schema::high, real.high}});
  put_array({group, file.written}, schema::samples, real.samples);
}

void put_samples(const Place& file, const RunFile& run) {
  put_arrays(file, schema::samples, run.samples);
  put_column(file, fmt::format("{}/{}", schema::samples, schema::step), run.sample_steps);
}

void put_checkpoint(const Place& file, const Saved& saved) {
  if (saved.empty()) return;
  const Handle group = make_group(file.group, schema::checkpoint);
  for (const auto& [path, values] : saved)
    std::visit([&, &name = path](const auto& v) { put_column({group, file.written}, name, v); }, values);
}

void put_all(const Place& file, const RunFile& run) {
  put_root(file.group, run);
  put_provenance(file.group, run);
  put_table(file, schema::train, run.train);
  put_table(file, schema::metrics, run.metrics);
  if (!run.floor.columns.empty()) put_table(file, schema::floor, run.floor);
  put_real(file, run.real);
  put_samples(file, run);
  put_arrays(file, schema::weights, run.weights);
  put_checkpoint(file, run.checkpoint);
}

std::size_t size_of(const RunFile& run) {
  std::size_t floats = 0;
  for (const auto* arrays : {&run.samples, &run.weights})
    for (const auto& [path, array] : *arrays) floats += array.numbers().size();
  return floats * sizeof(float);
}

/// A file without a disk behind it, which grows by so many bytes at once.
Handle file_in_memory(std::size_t growth) {
  const Handle creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  checked(H5Pset_obj_track_times(creation, false));
  const Handle access = access_properties();
  checked(H5Pset_fapl_core(access, growth, false));
  return {H5Fcreate("run.h5 in memory", H5F_ACC_TRUNC, creation, access), H5Fclose};
}

std::string_view bytes_of(hid_t file) {
  void* memory = nullptr;  // the driver's own pointer to the bytes
  checked(H5Fget_vfd_handle(file, H5P_DEFAULT, &memory));
  const ssize_t size = checked(H5Fget_file_image(file, nullptr, 0));
  return {*static_cast<const char**>(memory), static_cast<std::size_t>(size)};
}

void require_there(std::string_view image, const Written& array) {
  const bool inside = array.offset != HADDR_UNDEF && array.offset + array.bytes.size() <= image.size();
  if (!inside || std::memcmp(image.data() + array.offset, array.bytes.data(), array.bytes.size()) != 0)
    throw Hdf5Failure(array.path + " reads back otherwise than it was written");
}

}  // namespace

Image::Image(const RunFile& run) : file_(file_in_memory((std::size_t{1} << 18) + size_of(run) / 4)) {
  const FailedCloses closes;
  std::vector<Written> written;
  put_all({file_, written}, run);
  checked(H5Fflush(file_, H5F_SCOPE_GLOBAL));
  closes.require_none();
  bytes_ = bytes_of(file_);
  for (const Written& array : written) require_there(bytes_, array);
}

}  // namespace ganzoo::log
