#include "support/catch.hpp"

#include <ganzoo/core/team.hpp>

#include <vector>

TEST_CASE("A team of one leaves sums as they are", "[unit]") {
  ganzoo::Team team;
  CHECK(team.rank() == 0);
  CHECK(team.size() == 1);
  std::vector<double> sums{1, 2};
  team.all_reduce(std::span<double>(sums));
  CHECK(sums == std::vector<double>{1, 2});
  team.barrier();
}
