/// What a worker is asked to do.
#pragma once

#include <cstdint>
#include <ganzoo/os/files.hpp>
#include <string>

namespace ganzoo::experiment {

/// What a worker is asked, as one JSON object on its stdin.
struct Order {
  std::string cell;
  std::string spec;            ///< resolved, TOML
  std::string spec_sha256;     ///< Cell::spec_sha256
  std::string command;         ///< for the provenance
  bool fresh = false;          ///< forget what the folder holds
  std::string failure{};       ///< not empty: only record this failure of the cell
  std::string claim{};         ///< where the cell is claimed, as long as it may be written; empty: no need to ask
  std::string claim_token{};   ///< by which
  std::string token{};         ///< what proves that a message is the worker's own, and no component's
  std::int64_t until = 0;      ///< Session::until
  std::int64_t processes = 1;  ///< over which the run is spread
  std::string cut{};           ///< not empty: only record that the cell, which has paused, was cut, and why
};

std::string to_text(const Order& order);
Order order_from(const std::string& text);

/// Refuses a commit of a cell whose claim is another's by now.
os::Fence fence_of(const Order& order);

}  // namespace ganzoo::experiment
