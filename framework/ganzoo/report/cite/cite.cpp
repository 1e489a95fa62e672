#include <ganzoo/report/cite/cite.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/report/cite/bibliography.hpp>
#include <regex>

namespace ganzoo::report {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \n"), last = text.find_last_not_of(" \n");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> parts(const std::string& text, char between) {
  std::vector<std::string> all;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(between, from), text.size());
    if (std::string part = trimmed(text.substr(from, to - from)); !part.empty()) all.push_back(std::move(part));
    from = to + 1;
  }
  return all;
}

struct Entry {
  std::string text;                                ///< as it is printed
  std::vector<std::vector<std::string>> cited_as;  ///< alternatives, of each all words

  bool means(const std::string& citation) const {
    return std::ranges::any_of(cited_as, [&](const auto& words) {
      return std::ranges::all_of(words, [&](const auto& word) { return citation.find(word) != std::string::npos; });
    });
  }
};

Entry read_entry(const std::string& text) {
  Entry entry;
  for (const std::string& line : parts(text, '\n')) {
    if (!line.starts_with("cited_as")) {
      entry.text += (line.starts_with('@') || line == "}" ? "" : "  ") + line + "\n";
      continue;
    }
    const std::size_t open = line.find('{') + 1;
    for (const std::string& alternative : parts(line.substr(open, line.rfind('}') - open), '|'))
      entry.cited_as.push_back(parts(alternative, '+'));
  }
  return entry;
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> all = [] {
    std::vector<Entry> read;
    for (const std::string& text : parts(std::string(bibliography()), '@')) read.push_back(read_entry("@" + text));
    return read;
  }();
  return all;
}

const Entry* entry_of(const std::string& citation) {
  const auto found = std::ranges::find_if(entries(), [&](const Entry& entry) { return entry.means(citation); });
  return found == entries().end() ? nullptr : &*found;
}

/// What is printed once, and who asked for it.
struct Item {
  std::string text;
  std::vector<std::string> who;
};

void add(std::vector<Item>& items, const std::string& text, const std::string& who) {
  auto item = std::ranges::find(items, text, &Item::text);
  if (item == items.end()) item = items.insert(items.end(), {text, {}});
  if (std::ranges::find(item->who, who) == item->who.end()) item->who.push_back(who);
}

std::string own_words(const Cited& component, const std::string& citation) {
  std::string key = component.who;
  std::ranges::replace_if(
      key, [](unsigned char c) { return !std::isalnum(c); }, '_');
  return fmt::format("@misc{{{},\n  title     = {{{}}},\n  note      = {{{}}}\n}}\n", key, component.title, citation);
}

}  // namespace

std::string bibtex(const std::vector<Cited>& components) {
  std::vector<Item> items;
  for (const Cited& component : components)
    for (const std::string& citation : parts(component.source, ';')) {
      const Entry* entry = entry_of(citation);
      add(items, entry ? entry->text : own_words(component, citation), component.who);
    }
  std::string text;
  for (const Item& item : items)
    text += fmt::format("{}% {}\n{}", text.empty() ? "" : "\n", fmt::join(item.who, ", "), item.text);
  return text;
}

std::vector<std::string> without_entry(const std::string& source) {
  static const std::regex publication("(^|[^0-9])(1[89]|20)[0-9]{2}([^0-9]|$)|arXiv");
  std::vector<std::string> all;
  for (const std::string& citation : parts(source, ';'))
    if (std::regex_search(citation, publication) && !entry_of(citation)) all.push_back(citation);
  return all;
}

}  // namespace ganzoo::report
