#include <unistd.h>

#include <cerrno>
#include <ganzoo/experiment/run/message.hpp>

namespace ganzoo::experiment {

namespace {

template <class T>
T value_of(const Table& message, std::string_view key, T fallback) {
  const Value* value = message.find(key);
  const T* held = value ? value->get_if<T>() : nullptr;
  return held ? *held : fallback;
}

}  // namespace

std::string text_of(const Table& message, std::string_view key, const std::string& fallback) {
  return value_of(message, key, fallback);
}
std::int64_t integer_of(const Table& message, std::string_view key, std::int64_t fallback) {
  return value_of(message, key, fallback);
}
bool flag_of(const Table& message, std::string_view key, bool fallback) { return value_of(message, key, fallback); }

Table to_message(const Error& error) {
  List complaints;
  for (const Complaint& complaint : error.complaints()) {
    Table one;
    one.set("message", complaint.message);
    one.set("hint", complaint.hint);
    complaints.emplace_back(std::move(one));
  }
  Table message;
  message.set("code", static_cast<int>(error.code()));
  message.set("complaints", complaints);
  return message;
}

Error error_from(const Table& message) {
  std::vector<Complaint> complaints;
  for (const Value& one : value_of(message, "complaints", List()))
    if (const Table* complaint = one.get_if<Table>())
      complaints.push_back({text_of(*complaint, "message"), text_of(*complaint, "hint")});
  if (complaints.empty()) complaints.push_back({"an error without words", ""});
  return Error(static_cast<Exit>(integer_of(message, "code", static_cast<int>(Exit::bug))), complaints);
}

bool write_line(int descriptor, const std::string& line) {
  const std::string text = line + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace ganzoo::experiment
