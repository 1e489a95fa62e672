#include <fmt/format.h>

#include <ganzoo/core/more_memory.hpp>
#include <optional>

namespace ganzoo {
namespace {

struct Largest {
  std::string path;
  std::optional<std::int64_t> number;

  void see(const Value& value, const std::string& at) {
    if (const auto* table = value.get_if<Table>()) return see(*table, at);
    if (const auto* list = value.get_if<List>())
      for (std::size_t i = 0; i < list->size(); ++i) see((*list)[i], fmt::format("{}[{}]", at, i));
    const auto* whole = value.get_if<std::int64_t>();
    if (!whole || (number && *number >= *whole)) return;
    path = at;
    number = *whole;
  }

  void see(const Table& table, const std::string& at) {
    for (const auto& [key, value] : table) see(value, at.empty() ? key : at + "." + key);
  }
};

}  // namespace

std::string more_memory_than_there_is(const Table& asked, const std::string& path) {
  Largest largest;
  largest.see(asked, path);
  const std::string text = "asked for more memory than there is";
  return largest.number ? fmt::format("{}; the largest number there is {} = {}", text, largest.path, *largest.number)
                        : text;
}

}  // namespace ganzoo
