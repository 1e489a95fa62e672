#include "out_of_memory.hpp"

#include <cxxabi.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <ganzoo/core/error.hpp>
#include <ganzoo/remote/child.hpp>
#include <new>
#include <string_view>
#include <typeinfo>

namespace ganzoo::app {
namespace {

std::terminate_handler crash = nullptr;
bool answers_questions = false;

/// Without an exception: none could be made, where there is no memory for one.
bool memory_is_why() {
  const std::type_info* thrown = abi::__cxa_current_exception_type();
  if (thrown) return *thrown == typeid(std::bad_alloc) || *thrown == typeid(std::bad_array_new_length);
  void* little = std::malloc(1024);
  std::free(little);
  return !little;
}

[[noreturn]] void end() {
  if (memory_is_why()) _exit(answers_questions ? remote::memory_lacking : out_of_memory());
  crash();
  std::abort();
}

/// Before the objects of this program are made: they take memory, too.
[[gnu::constructor(101)]] void begin(int argc, char** argv) {
  answers_questions = remote::is_child(argc, argv);
  crash = std::set_terminate(end);
}

}  // namespace

int out_of_memory() noexcept {
  constexpr std::string_view line = "ganzoo: error: out of memory\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
  return static_cast<int>(Exit::environment);
}

void crash_without_memory() { std::set_terminate(crash); }

}  // namespace ganzoo::app
