#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <map>
#include <optional>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int answer_number = 3;
constexpr std::size_t longest_answer = std::size_t{16} << 20;
constexpr milliseconds component_patience{10'000};
/// Data may be large and on a slow disk.
constexpr milliseconds rehearsal_patience{120'000};

/// The last line that the child printed on stderr: what an abort or an uncaught exception had to say.
std::string last_words(int file) {
  struct stat about {};
  if (fstat(file, &about) != 0 || about.st_size == 0) return {};
  constexpr off_t most = 400;
  std::string text(static_cast<std::size_t>(std::min(about.st_size, most)), '\0');
  const ssize_t n = pread(file, text.data(), text.size(), about.st_size - static_cast<off_t>(text.size()));
  text.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  text.erase(0, text.find_last_of('\n') + 1);
  return text.substr(text.find_first_not_of(' ') == std::string::npos ? text.size() : text.find_first_not_of(' '));
}

}  // namespace

struct Inspector::Conversation {
  using Answer = Inspector::Answer;

  Child child;
  Descriptor questions, answers, words;
  std::string pending;

  static std::unique_ptr<Conversation> begin() {
    auto [question_end, questions] = make_pipe();
    auto [answers, answer_end] = make_pipe();
    Descriptor words = memory_file("");
    Child child = Child::start(
        "inspect-child", {"--answers", std::to_string(answer_number)},
        {.input = question_end.get(), .output = -1, .error = words.get(), .more = {{answer_end.get(), answer_number}}});
    return std::unique_ptr<Conversation>(
        new Conversation{std::move(child), std::move(questions), std::move(answers), std::move(words), {}});
  }

  /// The next line, or nothing: at the end of the answers, in the middle of too long a line, or when `until` has come.
  std::optional<std::string> line(Clock::time_point until) {
    for (;;) {
      if (const auto end = pending.find('\n'); end != std::string::npos) {
        std::string text = pending.substr(0, end);
        pending.erase(0, end + 1);
        return text;
      }
      const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();  // late only once it is late
      pollfd ready{answers.get(), POLLIN, 0};
      const bool over = child.ended().has_value();  // its own children may hold the answers' other end open
      const int n = left <= 0 ? 0 : poll(&ready, 1, over ? 0 : static_cast<int>(std::min<std::int64_t>(left, 100)));
      if ((n < 0 && errno == EINTR) || (n == 0 && left > 0 && !over)) continue;
      if (n <= 0 || pending.size() > longest_answer) return std::nullopt;
      char bytes[65536];
      const ssize_t got = read(answers.get(), bytes, sizeof bytes);
      if (got <= 0) return std::nullopt;
      pending.append(bytes, static_cast<std::size_t>(got));
    }
  }

  /// Why no answer came.
  Answer post_mortem(Clock::time_point until, milliseconds patience) {
    const bool late = Clock::now() >= until;
    const std::optional<Ending> ending = child.wait(milliseconds(late ? 0 : 1000));
    if (!ending) {
      child.kill();
      if (late) return {.failure = fmt::format("took more than {} s", patience.count() / 1000), .late = true};
      return {.failure = "wrote to descriptors not its own"};
    }
    if (!ending->signalled && ending->code == descriptors_closed) return {.failure = "closed descriptors not its own"};
    const bool killed = ending->signalled && ending->code == SIGKILL;
    const std::string said = last_words(words.get());
    return {.failure = said.empty() ? ending->text() : fmt::format("{}: {}", ending->text(), said),
            .from_outside = killed};
  }
};

Inspector::Inspector(std::vector<std::string> plugin_paths) : plugin_paths_(std::move(plugin_paths)) {}
Inspector::~Inspector() = default;

Inspector::Answer Inspector::ask(const Table& question, milliseconds patience, const Doubt& doubt) {
  const bool fresh = !conversation_;
  Answer answer = ask_once(question, patience);
  const bool doubtful = answer.failure.empty() ? doubt && doubt(answer.table) : !answer.late;
  if (!doubtful || (fresh && !answer.from_outside)) return answer;
  conversation_.reset();
  return ask_once(question, patience);
}

Inspector::Answer Inspector::ask_once(Table question, milliseconds patience) {
  if (!conversation_) conversation_ = Conversation::begin();
  List paths;
  for (const std::string& path : plugin_paths_) paths.push_back(path);
  question.set("id", ++asked_);
  question.set("plugin_paths", paths);
  const auto until = Clock::now() + patience;
  if (write_line(conversation_->questions.get(), to_json(question))) {
    if (const auto line = conversation_->line(until)) {
      try {
        Table answer = from_json(*line);
        if (integer_of(answer, "id") == asked_) return {.table = std::move(answer)};
      } catch (const std::exception&) {
      }
      conversation_.reset();
      return {.failure = "wrote to descriptors not its own"};
    }
  }
  const Answer none = conversation_->post_mortem(until, patience);
  conversation_.reset();
  return none;
}

namespace {

constexpr const char* not_its_fault = "SIGKILL comes from outside (is there too little memory?): the same command tries again";

KnownComponent learned(const Inspector::Answer& answer) {
  KnownComponent known{};
  known.failure = answer.failure;
  known.unknown = answer.from_outside;
  if (known.unknown) known.hint = not_its_fault;
  if (!answer.failure.empty()) return known;
  try {
    known = known_from(answer.table);
  } catch (const std::exception&) {
    known.failure = "wrote to descriptors not its own";
  }
  return known;
}

}  // namespace

Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                  const std::vector<std::string>& plugin_paths) {
  Inspector inspector(plugin_paths);
  Catalogue catalogue;
  for (const auto& [kind, name] : components) {
    Table question;
    question.set("do", "load");
    question.set("kind", std::string(name_of(kind)));
    question.set("name", name);
    const auto has_failed = [](const Table& answer) { return !text_of(answer, "failure").empty(); };
    const Inspector::Answer answer = inspector.ask(question, component_patience, has_failed);
    KnownComponent known = learned(answer);
    if (!answer.failure.empty())
      known.failure = fmt::format("{} {}: {} while it was loaded", name_of(kind), name, answer.failure);
    known.kind = kind;
    known.name = name;
    catalogue[{kind, name}] = std::move(known);
  }
  return catalogue;
}

namespace {

/// What a rehearsal depends on, as text: equal for cells that need only one.
Table rehearsal_of(const Table& spec) {
  Table part;
  for (const char* key : {"epochs", "data", "generator", "discriminator", "divergence", "regularizer", "scheduler", "optimizer",
                          "train", "metrics"})
    if (const Value* value = spec.find(key)) part.set(key, *value);
  return part;
}

struct Rehearsal {
  std::string data_sha256;
  std::string failure;
  bool unknown = false;  ///< `failure` came from outside
};

/// Where the value at the path stands, or the nearest above it that stands in the file; line 0 where none does.
Place place_on(const Table& spec, Path path) {
  for (; !path.empty(); path.pop_back())
    if (const Value* value = find(spec, path); value && value->place.line > 0) return value->place;
  return {};
}

/// The file that the spec came from.
std::string file_of(const Table& spec) {
  const Value* data = find(spec, {"data", "name"});
  return data ? data->place.file : "";
}

/// The complaint with the place of what it begins with: of "data.folder is …" where data.folder stands in the file, of
/// "discriminator/conv_1: …" where discriminator does. A default of the metrics' is at odds with the data.
Complaint placed(const Table& spec, Complaint complaint) {
  const std::string& message = complaint.message;
  const Path path = parse_path(message.substr(0, message.find_first_of(" :/\'"))).value_or(Path());
  Place place = place_on(spec, path);
  if (place.line == 0 && !path.empty() && path.front() == "metrics") place = place_on(spec, {"data", "name"});
  if (place.line == 0 && find(spec, Path(path.begin(), path.begin() + std::min<std::ptrdiff_t>(1, std::ssize(path)))))
    place = {.file = file_of(spec)};  // the file gives neither the key nor what it stands in
  if (place.text().empty()) return complaint;
  return {fmt::format("{}: {}", place.text(), message), complaint.hint};
}

Error placed(const Table& spec, const Error& error) {
  std::vector<Complaint> complaints;
  for (const Complaint& complaint : error.complaints()) complaints.push_back(placed(spec, complaint));
  return {error.code(), complaints};
}

std::optional<Error> error_in(const Table& answer) {
  const Value* error = answer.find("error");
  const Table* table = error ? error->get_if<Table>() : nullptr;
  return table ? std::optional(error_from(*table)) : std::nullopt;
}

/// Missing data; or what an earlier component has used up.
bool is_environment(const Table& answer) {
  const auto error = error_in(answer);
  return error && error->code() == Exit::environment;
}

Rehearsal rehearse_one(Inspector& inspector, const Table& part, std::vector<Error>& errors) {
  Table question;
  question.set("do", "rehearse");
  question.set("spec", to_toml(part));
  const Inspector::Answer answer = inspector.ask(question, rehearsal_patience, is_environment);
  if (!answer.failure.empty()) return {{}, answer.failure + " while the cell was prepared", answer.from_outside};
  if (const auto error = error_in(answer.table)) errors.push_back(placed(part, *error));
  return {text_of(answer.table, "data_sha256"), text_of(answer.table, "fault")};
}

/// All complaints once, under the code of the first.
[[noreturn]] void throw_all(const std::vector<Error>& errors) {
  std::vector<Complaint> complaints;
  for (const Error& error : errors)
    for (const Complaint& complaint : error.complaints()) {
      const auto same = [&](const Complaint& other) { return other.message == complaint.message; };
      if (std::find_if(complaints.begin(), complaints.end(), same) == complaints.end()) complaints.push_back(complaint);
    }
  throw Error(errors.front().code(), complaints);
}

}  // namespace

std::vector<std::string> rehearse(Expansion& expansion, const std::vector<std::string>& plugin_paths) {
  Inspector inspector(plugin_paths);
  std::map<std::string, Rehearsal> rehearsed;
  std::vector<Error> errors;
  std::vector<std::string> data;
  for (Cell& cell : expansion.cells) {
    data.emplace_back();
    if (!cell.failure.empty()) continue;
    const Table part = rehearsal_of(cell.spec);
    auto [at, first] = rehearsed.try_emplace(to_toml(part));
    if (first) at->second = rehearse_one(inspector, part, errors);
    cell.failure = at->second.failure;
    cell.unknown = at->second.unknown;
    data.back() = at->second.data_sha256;
  }
  if (!errors.empty()) throw_all(errors);
  return data;
}

Standing StandingReader::read(const std::filesystem::path& folder) {
  const std::string file = (folder / "run.h5").string();
  Standing standing;
  std::error_code ignored;
  standing.exists = std::filesystem::exists(file, ignored);
  if (!standing.exists) return standing;
  Table question;
  question.set("do", "status");
  question.set("file", file);
  const auto [answer, failure, from_outside, late] = inspector_.ask(question, rehearsal_patience);
  standing.unknown = from_outside;
  if (!failure.empty()) standing.failure = fmt::format("{}: {} while it was read", file, failure);
  if (const auto error = error_in(answer)) standing.failure = error->complaints().front().message;
  standing.status = text_of(answer, "status");
  standing.reason = text_of(answer, "reason");
  standing.step = integer_of(answer, "step");
  if (answer.find("ran_away")) standing.ran_away = integer_of(answer, "ran_away");
  standing.cell = text_of(answer, "cell");
  standing.spec = text_of(answer, "spec");
  standing.data_sha256 = text_of(answer, "data_sha256");
  if (const Value* components = answer.find("components"))
    if (const Table* table = components->get_if<Table>())
      for (const auto& [key, sha] : *table)
        if (sha.get_if<std::string>()) standing.components.emplace_back(key, sha.get<std::string>());
  return standing;
}

}  // namespace ganzoo::experiment
