/// A page that needs no other file and obeys nothing but its own script: markup, policy, style, data and script in one.
#pragma once

#include <string>

namespace ganzoo::report {

struct Document {
  std::string title;
  std::string body;     ///< HTML; stands where no script runs, and until it has
  std::string meta;     ///< JSON; '<' does not occur in it
  std::string curves;   ///< base64
  std::string samples;  ///< base64
};

/// The script and the style are known to the policy by their hashes: changed by a byte, they do not run.
std::string html_of(const Document& document);

}  // namespace ganzoo::report
