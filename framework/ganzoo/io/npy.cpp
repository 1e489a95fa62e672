#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/os/files.hpp>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace ganzoo::io {
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
std::pair<std::string_view, std::size_t> header_text(const std::filesystem::path& file, std::string_view bytes) {
  if (!bytes.starts_with(magic) || bytes.size() < 12) corrupt(file, "is no .npy file");
  const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])); };
  const std::size_t major = byte(6), begin = major == 1 ? 10 : 12;
  if (major < 1 || major > 3) corrupt(file, fmt::format("is a .npy file of format {}, but 1 to 3 are read", major));
  std::size_t length = byte(8) | byte(9) << 8U;
  if (major > 1) length |= byte(10) << 16U | byte(11) << 24U;
  if (bytes.size() - begin < length) corrupt(file, "ends within its header");
  return {bytes.substr(begin, length), begin + length};
}

/// What stands behind `'key':` in a dictionary as Python prints it; empty where the key is missing.
std::string_view value_of(std::string_view dictionary, std::string_view key) {
  const std::size_t at = dictionary.find(fmt::format("'{}'", key));
  if (at == dictionary.npos) return {};
  const std::size_t begin = dictionary.find_first_not_of(": ", at + key.size() + 2);
  return begin == dictionary.npos ? std::string_view() : dictionary.substr(begin);
}

/// "(2, 3)", or "(2L, 3L)" as Python 2 prints it.
std::optional<std::vector<std::int64_t>> parse_shape(std::string_view text) {
  const std::size_t end = text.find(')');
  if (!text.starts_with('(') || end == text.npos) return std::nullopt;
  std::vector<std::int64_t> dims;
  for (std::size_t at = text.find_first_not_of(" ,", 1); at < end; at = text.find_first_not_of(" ,", at)) {
    std::int64_t n = 0;
    const auto [stop, error] = std::from_chars(text.data() + at, text.data() + end, n);
    if (error != std::errc{} || n < 0) return std::nullopt;
    at = static_cast<std::size_t>(stop - text.data());
    if (text[at] == 'L') ++at;
    dims.push_back(n);
  }
  return dims;
}

bool is_read(char kind, std::size_t width) {
  if (kind == 'b') return width == 1;
  if (kind == 'f') return width == 2 || width == 4 || width == 8;
  return (kind == 'i' || kind == 'u') && std::has_single_bit(width) && width <= 8;
}

/// Fills in order, kind and width from `'<f4'`.
void parse_type(const std::filesystem::path& file, std::string_view text, Header& header) {
  if (text.starts_with('[')) corrupt(file, "is a structured array, but a plain array of numbers is needed");
  const std::string_view type = text.substr(std::min<std::size_t>(text.size(), 1), text.find('\'', 1) - 1);
  if (!text.starts_with('\'') || type.size() < 2 || type.size() > 20 ||
      std::string_view("<>|=").find(type[0]) == type.npos)
    corrupt(file, "has a header that is not understood (a plain array of numbers is needed)");
  header.order = type[0];
  header.kind = type[1];
  header.width = 0;
  const auto [stop, error] = std::from_chars(type.data() + 2, type.data() + type.size(), header.width);
  if (error == std::errc{} && stop == type.data() + type.size() && is_read(header.kind, header.width)) return;
  if (header.kind == 'O') corrupt(file, "holds Python objects, but floats, integers or bools are needed");
  corrupt(file,
          fmt::format("holds values of type '{}', but floats (of 16, 32 or 64 bits), integers or bools are needed",
                      type.substr(1)));
}

/// What two readers of a dictionary could read in two ways is not read at all.
void require_once(const std::filesystem::path& file, std::string_view dictionary) {
  for (const char* key : {"'descr'", "'fortran_order'", "'shape'"})
    if (const std::size_t at = dictionary.find(key); at != dictionary.rfind(key))
      corrupt(file, fmt::format("gives {} twice in its header, but must give it once", key));
}

Header parse_header(const std::filesystem::path& file, std::string_view text) {
  Header header;
  require_once(file, text);
  const std::string_view order = value_of(text, "fortran_order"), shape = value_of(text, "shape");
  header.fortran = order.starts_with("True");
  parse_type(file, value_of(text, "descr"), header);
  if (shape.empty() || (!header.fortran && !order.starts_with("False")))
    corrupt(file, "has a header that is not understood (a plain array of numbers is needed)");
  const auto dims = parse_shape(shape);
  if (!dims) corrupt(file, fmt::format("has an unreadable shape {}", shape.substr(0, 40)));
  header.dims = *dims;
  return header;
}

/// IEEE's binary16: sign, 5 bits of exponent, 10 of fraction.
double from_half(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  double magnitude = std::ldexp(fraction + (exponent > 0 ? 1024 : 0), std::max(exponent, 1) - 25);
  if (exponent == 31) magnitude = fraction == 0 ? HUGE_VAL : NAN;
  return (bits & 0x8000U) != 0 ? -magnitude : magnitude;
}

template <class T>
void convert(const std::filesystem::path& file, const char* from, bool swap, std::vector<double>& out) {
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::array<char, sizeof(T)> raw;
    std::memcpy(raw.data(), from + i * sizeof(T), sizeof(T));
    if (swap) std::reverse(raw.begin(), raw.end());
    const T value = std::bit_cast<T>(raw);
    out[i] = static_cast<double>(value);
    if constexpr (sizeof(T) == 8 && std::is_integral_v<T>)
      if (!log::is_double(value))
        corrupt(file, fmt::format("value {} is {}, but must be exact in double precision, as every integer to 2^53 is",
                                  i, value));
  }
}

void convert(const std::filesystem::path& file, const Header& header, const char* from, std::vector<double>& out) {
  const bool swap = header.order == '>';
  const auto as = [&]<class T>(T) { convert<T>(file, from, swap, out); };
  const bool is_signed = header.kind == 'i';
  if (header.kind == 'b') {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = from[i] != 0;
  } else if (header.kind == 'f' && header.width == 2) {
    as(std::uint16_t{});
    for (double& value : out) value = from_half(static_cast<std::uint16_t>(value));
  } else if (header.kind == 'f') {
    header.width == 4 ? as(float{}) : as(double{});
  } else if (header.width == 1) {
    is_signed ? as(std::int8_t{}) : as(std::uint8_t{});
  } else if (header.width == 2) {
    is_signed ? as(std::int16_t{}) : as(std::uint16_t{});
  } else if (header.width == 4) {
    is_signed ? as(std::int32_t{}) : as(std::uint32_t{});
  } else {
    is_signed ? as(std::int64_t{}) : as(std::uint64_t{});
  }
}

/// Fortran's order, in which the first index runs fastest, into C's.
std::vector<double> transpose(const std::vector<double>& in, const std::vector<std::int64_t>& dims) {
  std::vector<double> out(in.size());
  std::vector<std::int64_t> index(dims.size(), 0);
  for (const double value : in) {
    std::int64_t at = 0;
    for (std::size_t d = 0; d < dims.size(); ++d) at = at * dims[d] + index[d];
    out[static_cast<std::size_t>(at)] = value;
    for (std::size_t d = 0; d < dims.size() && ++index[d] == dims[d]; ++d) index[d] = 0;
  }
  return out;
}

/// A whole file of format 1.0; `type` as NumPy writes it: "<f4".
std::string bytes_of(const char* type, const std::vector<std::int64_t>& dims, std::span<const std::byte> values) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", type, shape_text(dims));
  header.append(63 - (magic.size() + 4 + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes(magic);
  bytes += {'\1', '\0', static_cast<char>(header.size() & 255U), static_cast<char>(header.size() >> 8U)};
  bytes += header;
  return bytes.append(reinterpret_cast<const char*>(values.data()), values.size());
}

}  // namespace

std::string npy_bytes(const log::Array& array) { return bytes_of("<f4", array.dims, std::as_bytes(array.numbers())); }

void write_npy(const std::filesystem::path& file, const log::Array& array) { os::write_whole(file, npy_bytes(array)); }

void write_npy(const std::filesystem::path& file, const log::Numbers& numbers) {
  os::write_whole(file, bytes_of("<f8", numbers.dims, std::as_bytes(std::span(numbers.values))));
}

log::Numbers read_npy(const std::filesystem::path& file) {
  const std::string bytes = os::read_whole(file);
  const auto [text, begin] = header_text(file, bytes);
  const Header header = parse_header(file, text);
  std::uint64_t count = 1;
  for (const std::int64_t n : header.dims)
    if (__builtin_mul_overflow(count, static_cast<std::uint64_t>(n), &count)) count = bytes.size();
  const std::uint64_t held = bytes.size() - begin;
  if (count > held || count * header.width != held)
    corrupt(file, fmt::format("has shape {} of {} bytes each, but holds {} bytes", shape_text(header.dims),
                              header.width, held));
  log::Numbers numbers{.dims = header.dims, .values = std::vector<double>(count)};
  convert(file, header, bytes.data() + begin, numbers.values);
  if (header.fortran && header.dims.size() > 1) numbers.values = transpose(numbers.values, header.dims);
  return numbers;
}

}  // namespace ganzoo::io
