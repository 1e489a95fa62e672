#include "support/catch.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>

using ganzoo::sha256;

TEST_CASE("SHA-256 gives the published answers", "[unit]") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the bytes are split", "[unit]") {
  for (std::size_t length : {54U, 55U, 56U, 63U, 64U, 65U, 119U, 120U, 128U}) {
    const std::string text(length, 'x');
    ganzoo::Sha256 sum;
    for (char c : text) sum.add(std::string_view(&c, 1));
    CHECK(sum.hex() == sha256(text));
  }
}

TEST_CASE("the checksum of a file that is not there names it", "[unit]") {
  CHECK_THROWS_AS(ganzoo::sha256_of_file("/nowhere/at/all"), ganzoo::Error);
}
