#include "support/catch.hpp"

#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/error.hpp>

#include <algorithm>
#include <string>

using namespace ganzoo;

TEST_CASE("loops run at the processor's level, or at a lower one that is asked for", "[unit]") {
  const int own = cpu_level(nullptr);
  CHECK((own >= 2 && own <= 4));
  for (const int most : {2, 3, 4}) CHECK(cpu_level(std::to_string(most).c_str()) == std::min(own, most));
  for (const char* wrong : {"", "1", "5", "v3", "33"}) {
    CHECK_THROWS_WITH(cpu_level(wrong), "GANZOO_MAX_LEVEL is \"" + std::string(wrong) + "\", but must be 2, 3 or 4");
  }
}
