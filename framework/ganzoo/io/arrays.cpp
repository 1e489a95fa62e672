#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/os/files.hpp>
#include <numeric>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <variant>

namespace ganzoo::report {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view magic = "\x93NUMPY";

[[noreturn]] void corrupt(const std::filesystem::path& file, const std::string& why) {
  throw Error(Exit::corrupt, fmt::format("{}: {}", file.string(), why));
}

std::string shape_text(const std::vector<std::int64_t>& dims) {
  return fmt::format("({}{})", fmt::join(dims, ", "), dims.size() == 1 ? "," : "");
}

/// What the header of a .npy file says.
struct Header {
  char order = '<', kind = 'f';
  std::size_t width = 4;
  bool fortran = false;
  std::vector<std::int64_t> dims;
};

/// The header's dictionary, and where the values begin.
std::pair<std::string, std::size_t> header_text(const std::filesystem::path& file, std::string_view bytes) {
  if (!bytes.starts_with(magic) || bytes.size() < 12) corrupt(file, "is no .npy file");
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t major = byte(6), begin = major == 1 ? 10 : 12;
  if (major < 1 || major > 3) corrupt(file, fmt::format("is a .npy file of format {}, but 1 to 3 are read", major));
  std::size_t length = byte(8) | byte(9) << 8U;
  if (major > 1) length |= byte(10) << 16U | byte(11) << 24U;
  if (length > 65536 || bytes.size() < begin + length) corrupt(file, "ends within its header");
  return {std::string(bytes.substr(begin, length)), begin + length};
}

std::vector<std::int64_t> parse_shape(const std::filesystem::path& file, const std::string& text) {
  std::vector<std::int64_t> dims;
  for (const char* at = text.data(); at < text.data() + text.size();) {
    if (*at == ' ' || *at == ',') {
      ++at;
      continue;
    }
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(at, text.data() + text.size(), n);
    if (error != std::errc{} || n < 0 || end == at) corrupt(file, fmt::format("has an unreadable shape ({})", text));
    dims.push_back(n);
    at = end;
  }
  return dims;
}

Header parse_header(const std::filesystem::path& file, const std::string& text) {
  static const std::regex descr(R"('descr'\s*:\s*'([<>|=])([a-zA-Z?])(\d{0,2})')");
  static const std::regex order(R"('fortran_order'\s*:\s*(True|False))"), shape(R"('shape'\s*:\s*\(([0-9, ]*)\))");
  std::smatch a, b, c;
  if (!std::regex_search(text, a, descr) || !std::regex_search(text, b, order) || !std::regex_search(text, c, shape))
    corrupt(file, "has a header that is not understood (a plain array of numbers is needed)");
  Header header{.order = a.str(1)[0], .kind = a.str(2)[0], .width = 1, .fortran = b.str(1) == "True", .dims = {}};
  if (!a.str(3).empty()) header.width = std::stoul(a.str(3));
  header.dims = parse_shape(file, c.str(1));
  const bool real = header.kind == 'f' && (header.width == 4 || header.width == 8);
  const bool whole =
      (header.kind == 'i' || header.kind == 'u') && std::has_single_bit(header.width) && header.width <= 8;
  if (!real && !whole && !(header.kind == 'b' && header.width == 1))
    corrupt(file,
            fmt::format("holds values of type '{}', but floats, integers or bools are needed", a.str(2) + a.str(3)));
  return header;
}

template <class T>
void convert(const char* from, std::size_t width, bool swap, std::vector<float>& out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::array<char, sizeof(T)> raw;
    std::memcpy(raw.data(), from + i * width, width);
    if (swap) std::reverse(raw.begin(), raw.end());
    out[i] = static_cast<float>(std::bit_cast<T>(raw));
  }
}

void convert(const Header& header, const char* from, std::vector<float>& out) {
  const bool swap = header.order == '>';
  const auto as = [&]<class T>(T) { convert<T>(from, sizeof(T), swap, out); };
  if (header.kind == 'f') return header.width == 4 ? as(float{}) : as(double{});
  const bool is_signed = header.kind == 'i';
  switch (header.width) {
    case 1:
      return is_signed ? as(std::int8_t{}) : as(std::uint8_t{});
    case 2:
      return is_signed ? as(std::int16_t{}) : as(std::uint16_t{});
    case 4:
      return is_signed ? as(std::int32_t{}) : as(std::uint32_t{});
    default:
      return is_signed ? as(std::int64_t{}) : as(std::uint64_t{});
  }
}

/// Fortran's order, in which the first index runs fastest, into C's.
std::vector<float> transpose(const std::vector<float>& in, const std::vector<std::int64_t>& dims) {
  std::vector<float> out(in.size());
  std::vector<std::int64_t> index(dims.size(), 0);
  for (const float value : in) {
    std::int64_t at = 0;
    for (std::size_t d = 0; d < dims.size(); ++d) at = at * dims[d] + index[d];
    out[static_cast<std::size_t>(at)] = value;
    for (std::size_t d = 0; d < dims.size() && ++index[d] == dims[d]; ++d) index[d] = 0;
  }
  return out;
}

/// A line's numbers, or the place (from 1) of what is none.
std::variant<std::vector<float>, std::size_t> parse_row(std::string_view line) {
  std::vector<float> row;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(',', begin), line.size());
    std::size_t first = std::min(line.find_first_not_of(" \t", begin), end), last = end;
    while (last > first && (line[last - 1] == ' ' || line[last - 1] == '\t')) --last;
    if (first < last && line[first] == '+') ++first;
    double value = 0;
    const auto [stop, error] = std::from_chars(line.data() + first, line.data() + last, value);
    if (first == last || error == std::errc::invalid_argument || stop != line.data() + last) return first + 1;
    row.push_back(static_cast<float>(value));
    begin = end + 1;
  }
  return row;
}

}  // namespace

void write_npy(const std::filesystem::path& file, const log::Array& array) {
  std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': {}, }}", shape_text(array.dims));
  header.append(63 - (magic.size() + 4 + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes(magic);
  bytes += {'\1', '\0', static_cast<char>(header.size() & 255U), static_cast<char>(header.size() >> 8U)};
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(array.values.data()), array.values.size() * sizeof(float));
  write_whole(file, bytes);
}

void write_csv(const std::filesystem::path& file, const log::Array& array) {
  const auto rows = array.dims.empty() ? 1 : static_cast<std::size_t>(array.dims[0]);
  const std::size_t columns = rows == 0 ? 0 : array.values.size() / rows;
  fmt::memory_buffer text;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      fmt::format_to(std::back_inserter(text), "{:.9g}{}", array.values[i * columns + j], j + 1 < columns ? ',' : '\n');
  write_whole(file, {text.data(), text.size()});
}

log::Array read_npy(const std::filesystem::path& file) {
  const std::string bytes = read_whole(file);
  const auto [text, begin] = header_text(file, bytes);
  const Header header = parse_header(file, text);
  std::uint64_t count = 1;
  for (const std::int64_t n : header.dims)
    if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(n), &count)) count = bytes.size();
  const std::uint64_t held = bytes.size() - begin;
  if (count > held || count * header.width != held)
    corrupt(file, fmt::format("has shape {} of {} bytes each, but holds {} bytes", shape_text(header.dims),
                              header.width, held));
  log::Array array{.dims = header.dims, .values = std::vector<float>(count)};
  convert(header, bytes.data() + begin, array.values);
  if (header.fortran && header.dims.size() > 1) array.values = transpose(array.values, header.dims);
  return array;
}

log::Array read_csv(const std::filesystem::path& file) {
  const std::string bytes = read_whole(file);
  log::Array array;
  std::size_t columns = 0, number = 0;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view line(bytes.data() + begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == line.npos) continue;
    auto row = parse_row(line);
    if (const auto* place = std::get_if<std::size_t>(&row)) {
      if (number == 1) continue;  // the names of the columns
      throw Error(Exit::corrupt, fmt::format("{}:{}:{}: is no number", file.string(), number, *place));
    }
    const auto& values = std::get<std::vector<float>>(row);
    if (columns != 0 && values.size() != columns)
      throw Error(Exit::corrupt, fmt::format("{}:{}:1: has {} values, but the rows before have {}", file.string(),
                                             number, values.size(), columns));
    columns = values.size();
    array.values.insert(array.values.end(), values.begin(), values.end());
  }
  if (columns == 0) corrupt(file, "holds no numbers");
  array.dims = {static_cast<std::int64_t>(array.values.size() / columns), static_cast<std::int64_t>(columns)};
  return array;
}

log::Array read_array(const std::string& name) {
  if (name.ends_with(".npy")) return read_npy(name);
  if (name.ends_with(".csv")) return read_csv(name);
  for (const std::string suffix : {".h5:", ".hdf5:"})
    if (const auto at = name.find(suffix); at != name.npos)
      return log::read_array(name.substr(0, at + suffix.size() - 1), name.substr(at + suffix.size()));
  throw Error(Exit::usage,
              fmt::format("the file of samples is {}, but must be FILE.npy, FILE.csv or FILE.h5:/path", name));
}

}  // namespace ganzoo::report
