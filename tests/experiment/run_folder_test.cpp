/// The folder of a run: who may use it at the same time.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run_folder.hpp>
#include <thread>

#include "support/catch.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;

TEST_CASE("a run waits for one who only looks whether its folder is in use", "[unit]") {
  const TemporaryFolder folder;
  const int looking = ::open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  REQUIRE(flock(looking, LOCK_SH) == 0);
  std::thread look([looking] {
    std::this_thread::sleep_for(std::chrono::milliseconds(40));
    ::close(looking);
  });
  CHECK_NOTHROW(RunFolder(folder.path));
  look.join();
}
