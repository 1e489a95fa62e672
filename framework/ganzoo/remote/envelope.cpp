#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ganzoo/core/text.hpp>
#include <ganzoo/remote/envelope.hpp>
#include <new>
#include <system_error>

namespace ganzoo::remote {
namespace {

constexpr std::size_t most_complaints = 100, longest_complaint = 2000;

Exit exit_of(std::int64_t code) {
  constexpr std::array known{Exit::cells_failed, Exit::usage, Exit::locked, Exit::environment, Exit::corrupt};
  const auto found = std::ranges::find(known, static_cast<Exit>(code));
  return found == known.end() ? Exit::bug : *found;
}

}  // namespace

Error as_error(const std::exception& exception) {
  if (const auto* error = dynamic_cast<const Error*>(&exception)) return *error;
  if (dynamic_cast<const std::bad_alloc*>(&exception)) return {Exit::environment, "out of memory"};
  if (dynamic_cast<const std::system_error*>(&exception)) return {Exit::environment, exception.what()};
  return {Exit::bug, fmt::format("a bug in ganzoo: {}", exception.what())};
}

Refusal refusal_of(const std::exception& exception) {
  const Error error = as_error(exception);
  return {static_cast<std::int64_t>(error.code()), error.complaints()};
}

Error error_of(const Refusal& refusal) {
  std::vector<Complaint> complaints = refusal.complaints;
  if (complaints.empty()) complaints.push_back({"an error without words", ""});
  if (complaints.size() > most_complaints) complaints.resize(most_complaints);
  for (Complaint& complaint : complaints)
    complaint = {shortened(complaint.message, longest_complaint), shortened(complaint.hint, longest_complaint)};
  return {exit_of(refusal.code), complaints};
}

}  // namespace ganzoo::remote
