/// A command in words: what --help, the manual and man pages have in common.
#pragma once

#include <string>

#include "command.hpp"

namespace ganzoo::app {

/// "ganzoo run [OPTIONS] EXPERIMENT.toml [KEY=VALUE ...]".
std::string synopsis(const Command& command);

/// What an option's value is called: "N", "FILE"; "" for a flag.
std::string value_name(const Option& option);

/// What it may be and what it is unless given: "in [1, 1024]", "fp32 | bf16 | split; default last"; "" where anything may be.
std::string constraint(const Option& option);

}  // namespace ganzoo::app
