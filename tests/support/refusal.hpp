/// What is said to those who ask for what cannot be.
#pragma once

#include <ganzoo/core/error.hpp>
#include <string>
#include <utility>

/// The code and the message with which `act` is refused; ok where it is not.
template <class F>
std::pair<ganzoo::Exit, std::string> refusal(F&& act) {
  try {
    act();
  } catch (const ganzoo::Error& error) {
    return {error.code(), error.what()};
  }
  return {ganzoo::Exit::ok, ""};
}
