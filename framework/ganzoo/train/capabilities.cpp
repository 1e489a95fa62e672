// What components may be beside their kind: one home for their type information, so that a cast across modules finds it.
#include <ganzoo/train/critic_view.hpp>
#include <ganzoo/train/informed.hpp>
#include <ganzoo/train/rematch.hpp>
#include <ganzoo/train/transport_plan.hpp>

namespace ganzoo {

Informed::~Informed() = default;
LooksIntoCritic::~LooksIntoCritic() = default;
Transports::~Transports() = default;
AsksForRematch::~AsksForRematch() = default;

}  // namespace ganzoo
