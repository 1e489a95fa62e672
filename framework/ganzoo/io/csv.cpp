#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/os/files.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace ganzoo::io {
namespace {

/// What stands between two commas, without blanks and quotes around it, and its column, from 1.
struct Field {
  std::string_view text;
  std::size_t column = 1;
};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The number that the whole text is, the nearest double to it; nothing where it is none. One beyond a double is infinite.
std::optional<double> number_in(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error == std::errc::invalid_argument || stop != text.data() + text.size()) return std::nullopt;
  // Out of range is too large or too small, and only strtod tells which.
  return error == std::errc{} ? value : std::strtod(std::string(text).c_str(), nullptr);
}

bool spells_infinity(std::string_view text) { return text.find_first_of("iI") != text.npos; }

/// The bytes of the character that the text begins with; one where it is no UTF-8.
std::size_t character_size(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
  return size <= text.size() && std::ranges::all_of(text.substr(1, size - 1), continues) ? size : 1;
}

/// The code point of a whole character of UTF-8.
char32_t code_point(std::string_view character) {
  auto code = static_cast<char32_t>(static_cast<unsigned char>(character[0]));
  if (character.size() > 1) code &= 0x7fu >> character.size();
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return code;
}

struct Range {
  char32_t first, last;
};

bool within(std::span<const Range> ranges, char32_t code) {
  return std::ranges::any_of(ranges, [code](Range r) { return r.first <= code && code <= r.last; });
}

/// What is written for a number outside ASCII: superscripts, fractions, Roman, Arabic and full-width digits, ∞.
bool is_digit_elsewhere(char32_t code) {
  static constexpr std::array<Range, 8> digits{{{0xb2, 0xb3},
                                                {0xb9, 0xb9},
                                                {0xbc, 0xbe},
                                                {0x660, 0x669},
                                                {0x6f0, 0x6f9},
                                                {0x2070, 0x2089},
                                                {0x2150, 0x2189},
                                                {0xff10, 0xff19}}};
  return within(digits, code) || code == U'∞';
}

/// What may stand before a number: blanks of any width, dashes, minus signs, brackets, quotes, currencies.
bool is_mark(char32_t code) {
  static constexpr std::array<Range, 10> marks{{{0x20, 0x2f},
                                                {0x3a, 0x40},
                                                {0x5b, 0x5e},
                                                {0x60, 0x60},
                                                {0x7b, 0x7e},
                                                {0xa0, 0xa9},
                                                {0x2000, 0x206f},
                                                {0x20a0, 0x20cf},
                                                {0x2200, 0x221d},
                                                {0xfeff, 0xff0f}}};
  return within(marks, code);
}

/// Whether a digit comes before any letter: 1.0x, −1, (1), '1, "1"x.
bool begins_as_a_number(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    const char32_t code = code_point(text.substr(0, size));
    if (!is_mark(code)) return is_digit_elsewhere(code) || (size == 1 && is_digit(text[0]));
    text.remove_prefix(size);
  }
  return false;
}

/// No name of a column: it begins as a number does, or says that one is missing.
bool looks_like_a_number(std::string_view text) {
  static constexpr std::array missing{"na",      "n/a", "n.a.", "#n/a", "<na>", "nat", "null", "none", "nil",
                                      "missing", "-",   "–",    "—",    "*",    "?",   ".",    "…"};
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return begins_as_a_number(text) || number_in(text).has_value() || std::ranges::find(missing, lower) != missing.end();
}

/// What a terminal can show of it.
std::string shown(std::string_view text) { return shortened(on_one_line(text), 40); }

/// A quoted field's text, where a doubled quote stands for one.
std::string unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text.substr(i).starts_with("\"\"")) ++i;
  }
  return out;
}

/// Reads a file's text line by line, and complains with line and column.
class Reader {
 public:
  /// Without `chosen` every column is read, and a number may be infinite or NaN.
  Reader(std::filesystem::path file, std::string_view text, const Columns* chosen = nullptr)
      : file_(std::move(file)), text_(text), chosen_(chosen) {}

  log::Numbers read() {
    read_all([this](const Field& field) { numbers_.values.push_back(number(field)); });
    if (columns_ == 0 || numbers_.values.empty())
      throw Error(Exit::corrupt, fmt::format("{}: holds no numbers", file_.string()));
    const auto columns = static_cast<std::int64_t>(places_.size());
    numbers_.dims = {static_cast<std::int64_t>(numbers_.values.size()) / columns, columns};
    return std::move(numbers_);
  }

  std::vector<std::string> read_words() {
    std::vector<std::string> words;
    read_all([&](const Field& field) {
      if (field.text.empty()) refuse(field.column, "the field is empty, but must be a label");
      words.push_back(unquoted(field.text));
    });
    if (words.empty()) throw Error(Exit::corrupt, fmt::format("{}: holds no labels", file_.string()));
    return words;
  }

 private:
  template <class Take>
  void read_all(const Take& take) {
    require_text();
    while (next_line()) add(split(), take);
  }

  [[noreturn]] void refuse(std::size_t column, const std::string& what, std::string hint = {}) const {
    throw Error(Exit::corrupt, fmt::format("{}:{}:{}: {}", file_.string(), number_, column, what), std::move(hint));
  }

  /// Skips the mark of UTF-8; other encodings are no text to this program.
  void require_text() {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
    using namespace std::string_view_literals;
    const bool quad = text_.starts_with("\xff\xfe\0\0"sv) || text_.starts_with("\0\0\xfe\xff"sv);
    const bool wide = quad || text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff");
    if (wide || text_.find('\0') != text_.npos)
      throw Error(Exit::corrupt,
                  fmt::format("{}: is {}, but must be text in UTF-8", file_.string(),
                              quad   ? "in UTF-32"
                              : wide ? "in UTF-16"
                                     : "no text"),
                  "save it as \"CSV UTF-8\"");
  }

  /// Moves on to the next line; false where only empty ones are left.
  bool next_line() {
    if (text_.find_first_not_of(" \t\r\n") == text_.npos) return false;
    const std::size_t end = std::min(text_.find_first_of("\r\n"), text_.size());
    line_ = text_.substr(0, end);
    text_.remove_prefix(std::min(text_.size(), end + (text_.substr(end).starts_with("\r\n") ? 2 : 1)));
    ++number_;
    if (trimmed(line_).empty()) refuse(1, "the line is empty, but must be a row of numbers");
    return true;
  }

  std::vector<Field> split() const {
    std::vector<Field> fields;
    for (std::size_t begin = 0; begin <= line_.size();) {
      const std::size_t first = std::min(line_.find_first_not_of(" \t", begin), line_.size());
      const bool quoted = first < line_.size() && line_[first] == '"';
      std::size_t end = quoted ? closing_quote(first) + 1 : first;
      end = std::min(line_.find(',', end), line_.size());
      std::string_view text = trimmed(line_.substr(begin, end - begin));
      if (quoted && text.ends_with('"')) text = trimmed(text.substr(1, text.size() - 2));
      fields.push_back({text, std::min(first, end) + 1});
      begin = end + 1;
    }
    return fields;
  }

  /// A doubled quote stands for one within.
  std::size_t closing_quote(std::size_t open) const {
    for (std::size_t at = open + 1; at < line_.size(); ++at) {
      if (line_[at] != '"') continue;
      if (at + 1 >= line_.size() || line_[at + 1] != '"') return at;
      ++at;
    }
    refuse(open + 1, "the quote is not closed on its line, but must be");
  }

  template <class Take>
  void add(const std::vector<Field>& fields, const Take& take) {
    if (columns_ != 0 && fields.size() != columns_)
      refuse(1, fmt::format("the row has {} fields, but must have {} like the rows before", fields.size(), columns_));
    const bool names = number_ == 1 && are_names(fields);
    if (columns_ == 0) places_ = places_among(fields, names);
    columns_ = fields.size();
    if (names) return;
    for (const std::size_t place : places_) take(fields[place]);
  }

  /// Of the columns that are read; told by the first row.
  std::vector<std::size_t> places_among(const std::vector<Field>& first, bool named) const {
    std::vector<std::string> names;
    for (const Field& field : first)
      if (named) names.emplace_back(unquoted(field.text));
    return places_of(chosen_ != nullptr ? *chosen_ : Columns{}, file_.string(), first.size(), names);
  }

  static bool are_names(const std::vector<Field>& fields) {
    return std::ranges::none_of(fields, [](const Field& f) { return looks_like_a_number(f.text); }) &&
           std::ranges::any_of(fields, [](const Field& f) { return !f.text.empty(); });
  }

  double number(const Field& field) const {
    const std::optional<double> value = number_in(field.text);
    if (field.text.empty()) refuse(field.column, "the field is empty, but must be a number");
    if (!value)
      refuse(field.column, fmt::format("the field is \"{}\", but must be a number", shown(field.text)),
             hint(field.text));
    if (chosen_ != nullptr && !std::isfinite(*value) && (std::isnan(*value) || spells_infinity(field.text)))
      refuse(field.column, fmt::format("the field is \"{}\", but must be finite", shown(field.text)));
    if (std::isinf(*value) && !spells_infinity(field.text))
      refuse(field.column,
             fmt::format("the field is \"{}\", but must be below 1.8e308, the largest double", shown(field.text)));
    return *value;
  }

  std::string hint(std::string_view text) const {
    if (text.find_first_of("; \t") != text.npos)
      return "fields must be apart by commas, numbers have a point and no separator of thousands";
    return number_ == 1 ? "a first row is the names of the columns where none of them looks like a number" : "";
  }

  std::filesystem::path file_;
  std::string_view text_, line_;
  std::size_t number_ = 0, columns_ = 0;  ///< of lines, from 1; of fields
  const Columns* chosen_;
  std::vector<std::size_t> places_;  ///< of the fields that are read
  log::Numbers numbers_;
};

}  // namespace

void write_csv(const std::filesystem::path& file, const log::Array& array) {
  const auto rows = array.dims.empty() ? 1 : static_cast<std::size_t>(array.dims[0]);
  const std::size_t columns = rows == 0 ? 0 : array.values.size() / rows;
  fmt::memory_buffer text;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      fmt::format_to(std::back_inserter(text), "{:.9g}{}", array.values[i * columns + j], j + 1 < columns ? ',' : '\n');
  os::write_whole(file, {text.data(), text.size()});
}

log::Numbers read_csv(const std::filesystem::path& file) {
  const std::string bytes = os::read_whole(file);
  return Reader(file, bytes).read();
}

log::Numbers read_csv(const std::filesystem::path& file, const Columns& columns) {
  const std::string bytes = os::read_whole(file);
  return Reader(file, bytes, &columns).read();
}

std::vector<std::string> read_csv_words(const std::filesystem::path& file, const Columns& column) {
  const std::string bytes = os::read_whole(file);
  return Reader(file, bytes, &column).read_words();
}

}  // namespace ganzoo::io
