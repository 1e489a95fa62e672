/// Numbers as a calculator's command line reads and prints them.
#pragma once

#include <ganzoo/divergence/exact/exact.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ganzoo::app {

/// "1,2.5" or "from:to:count", both ends included; nothing of "". Throws ganzoo::Error (usage) that names the option.
std::vector<double> parse_list(const std::string& text, const std::string& option);

/// Infinities are strings, undefined is null, and there is no negative zero.
nlohmann::ordered_json to_json(double x);
/// Under `key`, `key`_error and, where there is a reason, `key`_reason.
void put(nlohmann::ordered_json& into, const std::string& key, const Exact& x);

/// 12 digits, or a dash.
std::string to_text(double x);
/// As many digits as the error leaves, with the error; or the reason why it is infinite or none.
std::string to_text(const Exact& x);

}  // namespace ganzoo::app
