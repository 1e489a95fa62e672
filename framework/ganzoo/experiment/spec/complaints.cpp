#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ganzoo/experiment/spec/complaints.hpp>

namespace ganzoo::experiment {
namespace {

constexpr std::size_t longest_line = 500;

/// Line and column of "ring8.toml:14:9: …", 0 and 0 where there are none.
std::pair<int, int> position(const std::string& message) {
  const std::string_view place = std::string_view(message).substr(0, message.find(": "));
  const std::size_t second = place.rfind(':');
  const std::size_t first = second == 0 || second == std::string_view::npos ? second : place.rfind(':', second - 1);
  if (first == std::string_view::npos) return {0, 0};
  const auto number = [&](std::size_t begin, std::size_t end) {
    int result = 0;
    const auto [last, error] = std::from_chars(place.data() + begin, place.data() + end, result);
    return error == std::errc() && last == place.data() + end ? result : -1;
  };
  const std::pair found{number(first + 1, second), number(second + 1, place.size())};
  return found.first < 0 || found.second < 0 ? std::pair{0, 0} : found;
}

/// One line that a terminal can show.
std::string readable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  if (text.size() <= longest_line) return text;
  std::size_t half = longest_line / 2, tail = text.size() - longest_line / 2;
  while (half > 0 && (static_cast<unsigned char>(text[half]) & 0xc0) == 0x80) --half;  // not within a character
  while (tail < text.size() && (static_cast<unsigned char>(text[tail]) & 0xc0) == 0x80) ++tail;
  return text.substr(0, half) + " … " + text.substr(tail);
}

}  // namespace

void add_new(std::vector<Complaint>& complaints, Complaint complaint) {
  const bool known = std::any_of(complaints.begin(), complaints.end(),
                                 [&](const Complaint& c) { return c.message == complaint.message; });
  if (!known && complaints.size() < 10 * most_complaints) complaints.push_back(std::move(complaint));
}

void complain(std::vector<Complaint>& complaints, const Place& place, const std::string& message, std::string hint) {
  const std::string where = place.text();
  complaints.push_back({where.empty() ? message : where + ": " + message, std::move(hint)});
}

std::vector<Complaint> in_file_order(std::vector<Complaint> complaints) {
  std::stable_sort(complaints.begin(), complaints.end(),
                   [](const Complaint& a, const Complaint& b) { return position(a.message) < position(b.message); });
  if (complaints.size() > most_complaints) {
    const std::size_t left_out = complaints.size() - (most_complaints - 1);
    complaints.resize(most_complaints - 1);
    complaints.push_back({fmt::format("and {} more", left_out), ""});
  }
  for (Complaint& complaint : complaints) {
    complaint = {readable(std::move(complaint.message)), readable(std::move(complaint.hint))};
  }
  return complaints;
}

}  // namespace ganzoo::experiment
