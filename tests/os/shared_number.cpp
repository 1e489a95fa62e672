/// What one process writes the other reads, after its end, too.
#include <sys/wait.h>
#include <unistd.h>

#include <ganzoo/os/shared_number.hpp>

#include "support/catch.hpp"

using namespace ganzoo::os;

namespace {

template <class F>
void in_a_child(F&& act) {
  const pid_t child = ::fork();
  if (child == 0) {
    act();
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
}

}  // namespace

TEST_CASE("the number that a child wrote last is read after its end", "[unit]") {
  const SharedNumber number(-1);
  CHECK(number.read() == -1);
  in_a_child([&] {
    volatile std::int64_t& mine = shared_number(number.descriptor());
    mine = 12;
    mine = (std::int64_t{1} << 40) + 1;
  });
  CHECK(number.read() == (std::int64_t{1} << 40) + 1);
}

TEST_CASE("a child that cuts the file short leaves no number, and nobody dies of it", "[unit]") {
  const SharedNumber number(7);
  in_a_child([&] {
    if (::ftruncate(number.descriptor(), 3) != 0) ::_exit(1);
  });
  CHECK(number.read() == std::nullopt);
}

TEST_CASE("without a descriptor the number is a variable that nobody sees", "[unit]") {
  volatile std::int64_t& own = shared_number(-1);
  own = 3;
  CHECK(shared_number(-1) == 3);
}
