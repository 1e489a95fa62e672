/// Descriptors are owned by one, and an ending is told in plain words.
#include <fcntl.h>
#include <unistd.h>

#include <ganzoo/os/process.hpp>

#include "support/catch.hpp"

using namespace ganzoo::os;

namespace {

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) >= 0; }

std::string all_of(int descriptor) {
  std::string out(100, '\0');
  out.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(descriptor, out.data(), out.size()))));
  return out;
}

}  // namespace

TEST_CASE("a descriptor is closed once, by who owns it last", "[unit]") {
  auto [out, in] = make_pipe();
  const int number = out.get();
  {
    const Descriptor taken = std::move(out);
    CHECK(taken.get() == number);
    CHECK(is_open(number));
  }
  CHECK_FALSE(is_open(number));

  const int given = in.release();
  CHECK_FALSE(in.open());
  CHECK(is_open(given));
  in = Descriptor(given);
  in.reset();
  CHECK_FALSE(is_open(given));
}

TEST_CASE("a pipe carries what is written, no child inherits it, and it ends with its writer", "[unit]") {
  auto [out, in] = make_pipe();
  for (const Descriptor* end : {&out, &in}) CHECK((::fcntl(end->get(), F_GETFD) & FD_CLOEXEC) != 0);
  REQUIRE(::write(in.get(), "word", 4) == 4);
  CHECK(all_of(out.get()) == "word");
  in.reset();
  CHECK(all_of(out.get()).empty());
}

TEST_CASE("a file in memory is read from its beginning", "[unit]") {
  const Descriptor file = memory_file("order\n");
  CHECK(all_of(file.get()) == "order\n");
  CHECK(all_of(file.get()).empty());
}

TEST_CASE("how a process ended is told in words", "[unit]") {
  CHECK(Ending{true, 11}.text() == "killed by signal 11 (Segmentation fault)");
  CHECK(Ending{true, 9}.text() == "killed by signal 9 (Killed)");
  CHECK(Ending{false, 3}.text() == "exited with code 3");
}

TEST_CASE("only the words of a started child are those of a child", "[unit]") {
  const auto is = [](std::vector<std::string> words) {
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    return is_child(static_cast<int>(argv.size()), argv.data());
  };
  CHECK(is({"ganzoo", "work", "--parent", "12"}));
  CHECK_FALSE(is({"ganzoo", "run", "a.toml"}));
  CHECK_FALSE(is({"ganzoo"}));
}
