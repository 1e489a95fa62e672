#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <ganzoo/os/memory.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/child.hpp>
#include <ganzoo/remote/envelope.hpp>
#include <ganzoo/remote/frame.hpp>
#include <ganzoo/remote/wiring.hpp>
#include <map>
#include <new>

namespace ganzoo::remote {
namespace {

std::map<std::string, std::function<Json(const Json&)>>& answers() {
  static std::map<std::string, std::function<Json(const Json&)>> all;
  return all;
}

/// The frame that answers a request.
std::string reply(const Json& id, const char* what, Json content) {
  return to_bytes({{"id", id}, {what, std::move(content)}});
}

std::string reply_to(const Json& request) {
  const Json& id = request.at("id");
  try {
    limit(unpack<Limits>(request.at("limits")));
    const auto& answer = answers().at(request.at("name").get<std::string>());
    return reply(id, "answer", answer(request.at("question")));
  } catch (const std::bad_alloc& exception) {
    if (os::memory_is_short()) throw;
    return reply(id, "refused", pack(refusal_of(exception)));
  } catch (const std::exception& exception) {
    return reply(id, "refused", pack(refusal_of(exception)));
  } catch (...) {
    const Error unknown(Exit::bug, "a component threw something that is no std::exception");
    return reply(id, "refused", pack(refusal_of(unknown)));
  }
}

/// Which file a descriptor stands for, so that one closed and opened again by a component is noticed.
std::pair<dev_t, ino_t> identity(int descriptor) {
  struct stat about {};
  return fstat(descriptor, &about) == 0 ? std::pair{about.st_dev, about.st_ino} : std::pair<dev_t, ino_t>{};
}

void answer_all() {
  const auto socket = identity(socket_number);
  constexpr auto forever = Clock::time_point::max();
  std::string bytes;
  while (receive_frame(socket_number, bytes, longest_question, forever) == Passed::whole) {
    const std::string answer = reply_to(from_bytes(bytes));
    if (identity(socket_number) != socket) _exit(descriptors_closed);
    if (send_frame(socket_number, answer, forever) != Passed::whole) return;
  }
}

std::terminate_handler crash = nullptr;

/// Where an exception can go no further, a lack of memory is told from a component's fault.
[[noreturn]] void end() {
  if (os::memory_is_short()) _exit(memory_lacking);
  crash();
  std::abort();
}

}  // namespace

void add_answer(const char* question, std::function<Json(const Json&)> answer) {
  if (answers().emplace(question, std::move(answer)).second) return;
  std::fprintf(stderr, "a bug in ganzoo: question \"%s\" has two answers\n", question);
  std::abort();
}

bool is_child(int argc, char** argv) { return argc == 5 && std::strcmp(argv[1], child_verb) == 0; }

int child_main(int, char** argv) {
  // Its parent's to heed: a scheduler signals all processes.
  for (const int request : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2}) std::signal(request, SIG_IGN);
  crash = std::set_terminate(end);
  os::die_with(std::atoi(argv[3]));
  confine(std::strcmp(argv[4], role_names[0]) == 0 ? Role::reads : Role::hosts);
  try {
    answer_all();
  } catch (const std::bad_alloc&) {  // not even the refusal found memory: the parent learns of the end
    _exit(memory_lacking);
  } catch (...) {
    _exit(static_cast<int>(Exit::environment));
  }
  _exit(0);  // a component's destructors are not run: they could still hang
}

}  // namespace ganzoo::remote
