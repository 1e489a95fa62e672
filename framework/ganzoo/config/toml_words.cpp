#include <algorithm>
#include <array>
#include <ganzoo/config/toml_words.hpp>

namespace ganzoo::config {
namespace {

struct Meaning {
  std::string_view word;  ///< of the parser
  std::string_view plain;
};

/// The first that applies.
constexpr std::array meanings{
    Meaning{"control character", "a text is not closed: its quote is missing"},
    Meaning{"parsing string: encountered end-of-file", "a text is not closed: its quote is missing"},
    Meaning{"unknown escape", "a text holds an unknown escape: write \\\\ for a backslash, or '…' around the text"},
    Meaning{"surrogates", "a text holds an escape of no character"},
    Meaning{"U+10FFFF", "a text holds an escape of no character"},
    Meaning{"hex digit", "a text holds an escape of no character"},
    Meaning{"UTF-8", "this is no UTF-8"},
    Meaning{"utf-8", "this is no UTF-8"},
    Meaning{"cannot redefine", "this key or table is given twice, but must be given once"},
    Meaning{"cannot insert", "this key leads into a value that is no table"},
    Meaning{"date", "this is no value: a text needs quotes"},
    Meaning{"time", "this is no value: a text needs quotes"},
    Meaning{"expected '=', saw", "a key needs = and a value behind it"},
    Meaning{"table header", "a table's name is not closed: write [name]"},
    Meaning{"blank bare keys", "a table's name is missing: write [name]"},
    Meaning{"expected value-terminator", "something stands behind the value: one key a line, and a text needs quotes"},
    Meaning{"comment or whitespace", "something stands behind the value: one key a line, and a text needs quotes"},
    Meaning{"expected value, saw", "this is no value: a text needs quotes"},
    Meaning{"value type", "this is no value: a text needs quotes"},
    Meaning{"interpret", "this is no value: a text needs quotes"},
    Meaning{"inline table", "a table in braces lacks a comma or its closing }"},
    Meaning{"closing '}'", "a table in braces lacks a comma or its closing }"},
    Meaning{"array", "a list lacks a comma or its closing ]"},
    Meaning{"closing ']'", "a list lacks a comma or its closing ]"},
    Meaning{"expected ']'", "a table's name is not closed: write [name]"},
    Meaning{"digit", "this is no number"},
    Meaning{"integer", "this is no number"},
    Meaning{"float", "this is no number"},
    Meaning{"numeric", "this is no number"},
    Meaning{"zeroes", "this is no number"},
    Meaning{"underscore", "this is no number"},
    Meaning{"exponent", "this is no number"},
    Meaning{"boolean", "this is no value: a text needs quotes"},
    Meaning{"key-value", "a key needs = and a value behind it"},
    Meaning{"key", "this is no key: letters, digits, - and _, or a text in quotes"}};

}  // namespace

std::string plain_words(std::string_view parser_says) {
  const auto found = std::ranges::find_if(
      meanings, [&](const Meaning& m) { return parser_says.find(m.word) != std::string_view::npos; });
  return std::string(found == meanings.end() ? "this is no TOML" : found->plain);
}

}  // namespace ganzoo::config
