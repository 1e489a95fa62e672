#include "scheduler.hpp"

__attribute__((visibility("default"))) int not_a_component() {
  Ordinary ordinary;
  return static_cast<int>(ordinary.next({}).critic_steps);
}
