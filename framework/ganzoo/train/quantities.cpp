#include <fmt/format.h>

#include <ganzoo/core/text.hpp>
#include <ganzoo/train/quantities.hpp>
#include <set>

namespace ganzoo {
namespace {

constexpr std::size_t longest = 200;
constexpr const char* letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

}  // namespace

std::optional<std::string> unusable_name(const std::vector<Quantity>& quantities) {
  if (quantities.empty()) return "its quantities are none, but must be one or more";
  std::set<std::string> seen;
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    const std::string& name = quantities[i].name;
    const auto must = [&](const std::string& property) {
      return fmt::format("its quantities[{}].name is \"{}\", but must {}", i, shortened(name, longest), property);
    };
    if (name.empty() || name.find_first_not_of(letters) != std::string::npos)
      return must("be letters, digits and _: it names a column");
    if (name.size() > longest) return must(fmt::format("have at most {} letters", longest));
    if (!seen.insert(name).second) return must("be no other's: two columns would have one name");
  }
  return std::nullopt;
}

}  // namespace ganzoo
