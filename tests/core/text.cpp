#include <ganzoo/core/text.hpp>

#include "support/catch.hpp"

using namespace ganzoo;

TEST_CASE("text that is fit to be shown stays as it is", "[unit]") {
  for (const char* text : {"", "plain", "α-divergence ↓ 漢字 🙂", "two\nlines\tand a tab", "U+FFFD � itself"})
    CHECK(printable(text) == text);
}

TEST_CASE("what steers a terminal or is no UTF-8 becomes U+FFFD", "[unit]") {
  CHECK(printable("\x1b[31m") == "�[31m");
  CHECK(printable("a\rb\bc\x7f") == "a�b�c�");
  CHECK(printable("\xc2\x9b") == "�");              // C1: the control sequence introducer
  CHECK(printable("\xe2\x80\xae.exe") == "�.exe");  // right-to-left override
  CHECK(printable("\xff\xc3") == "��");
  CHECK(printable("\xc0\xaf") == "��");       // overlong
  CHECK(printable("\xed\xa0\x80") == "���");  // a surrogate
  CHECK(printable("\xf4\x90\x80\x80").find("\xf4") == std::string::npos);
  CHECK(printable(std::string_view("\0", 1)) == "�");
}

TEST_CASE("one line is one line, and short text is short", "[unit]") {
  CHECK(on_one_line("\n a\nb\t\r\n") == "a b");
  CHECK(on_one_line(" \n") == "");
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "abc…");
  CHECK(shortened("aα", 2) == "a…");  // no half a character
}
