#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/toml_limits.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <vector>

namespace ganzoo::config {
namespace {

/// Walks the text once, stepping over strings and comments; counts open brackets and the dots of keys.
class Scan {
 public:
  Scan(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  void run() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = line_start_ = 3;  // a mark of UTF-8
    while (at_ < text_.size()) step();
  }

 private:
  void step() {
    const char c = text_[at_];
    if ((c == '"' || c == '\'') && may_begin()) return string(c);
    if (c == '#') return comment();
    if (c == '\n') return newline();
    // toml++ 3.3 asks of each whether it is a space, and for most has no answer: undefined behaviour.
    if (static_cast<unsigned char>(c) >= 0x80) refuse("a character beyond ASCII stands outside of quotes");
    if (c == '.') {
      dot();
    } else if (c == '[' || c == '{') {
      open();
    } else if (c == ']' || c == '}') {
      close();
    } else if (c == ',') {
      dots_ = 0;
    } else if (c == '=') {
      key_dots_ = dots_;
      dots_ = 0;
    }
    ++at_;
  }

  /// A string stands behind one of these, or it is a part of what is no value.
  bool may_begin() const {
    return at_ == line_start_ || std::string_view(" \t\r\n=,[{.").find(text_[at_ - 1]) != std::string_view::npos;
  }

  void dot() {
    if (++dots_ + base() > toml_max_dots) {
      refuse(fmt::format("a key has more than {} dots, those of the tables around it included", toml_max_dots));
    }
  }

  /// Dots of the keys that the current one stands within.
  int base() const { return header_dots_ + (outer_.empty() ? 0 : outer_.back()); }

  void open() {
    if (static_cast<int>(outer_.size()) >= toml_max_brackets) {
      refuse(fmt::format("brackets are more than {} deep", toml_max_brackets));
    }
    if (outer_.empty() && key_dots_ < 0) {  // a table's header: its dots count for all keys below
      header_dots_ = 0;
      in_header_ = true;
    }
    outer_.push_back((outer_.empty() ? 0 : outer_.back()) + (key_dots_ > 0 ? key_dots_ : 0));
    dots_ = 0;
    key_dots_ = key_dots_ < 0 ? -1 : 0;
  }

  void close() {
    if (!outer_.empty()) outer_.pop_back();
    if (in_header_) {
      header_dots_ = std::max(header_dots_, dots_);
      if (outer_.empty()) in_header_ = false;
    }
    dots_ = 0;
  }

  void newline() {
    ++at_;
    ++line_;
    line_start_ = at_;
    dots_ = 0;
    if (outer_.empty() || in_header_) {  // no value and no header goes on over a line's end
      outer_.clear();
      in_header_ = false;
      key_dots_ = -1;
    }
  }

  void comment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  void string(char quote) {
    const bool multi_line = text_.substr(at_, 3) == std::string(3, quote);
    at_ += multi_line ? 3 : 1;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        at_ += at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
      } else if (c == '\n') {
        if (!multi_line) return;
        ++at_;
        ++line_;
        line_start_ = at_;
      } else if (!multi_line && c == quote) {
        ++at_;
        return;
      } else if (multi_line && text_.substr(at_, 3) == std::string(3, quote)) {
        at_ += 3;
        while (at_ < text_.size() && text_[at_] == quote) ++at_;  // up to two quotes may belong to the string
        return;
      } else {
        ++at_;
      }
    }
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(Exit::usage, fmt::format("{}:{}:{}: {}", file_, line_, at_ - line_start_ + 1, what));
  }

  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  int dots_ = 0;         ///< in the key or number being read
  int key_dots_ = -1;    ///< of the key before the last '='; −1: none on this line yet
  int header_dots_ = 0;  ///< of the table that the line stands in
  bool in_header_ = false;
  std::vector<int> outer_;  ///< for each open bracket, the dots of the keys around it
};

}  // namespace

void check_toml_limits(std::string_view text, const std::string& file_name) {
  if (text.size() > toml_max_bytes) {
    throw Error(Exit::usage, fmt::format("{}: the file is larger than 4 MiB", file_name));
  }
  Scan(text, file_name).run();
}

}  // namespace ganzoo::config
