/// Every test program's main: Catch2's, but where the process was started to answer questions.
#define CATCH_CONFIG_RUNNER
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#include <catch2/catch.hpp>
#endif
#include <ganzoo/remote/child.hpp>

int main(int argc, char** argv) {
  if (ganzoo::remote::is_child(argc, argv)) return ganzoo::remote::child_main(argc, argv);
  return Catch::Session().run(argc, argv);
}
