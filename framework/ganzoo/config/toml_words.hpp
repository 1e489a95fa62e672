/// What is wrong with a text that is no TOML, in our words; the parser speaks of its own grammar.
#pragma once

#include <string>
#include <string_view>

namespace ganzoo::config {

/// "a text is not closed: its quote is missing" for toml++'s "unescaped control characters other than TAB …".
std::string plain_words(std::string_view parser_says);

}  // namespace ganzoo::config
