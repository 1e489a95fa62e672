/// An ordinary scheduler, for modules that are wrong in one way each.
#pragma once

#include <ganzoo/plugin/info.hpp>
#include <ganzoo/train/scheduler.hpp>

namespace {

struct Ordinary : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "ordinary", .source = "tests"};
  ganzoo::Turn next(const ganzoo::Progress&) override { return {}; }
};

}  // namespace
