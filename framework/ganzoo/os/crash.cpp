#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <ganzoo/os/crash.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <ganzoo/plugin/component.hpp>
#include <string_view>

namespace ganzoo::os {

namespace {

int report_to = -1;

bool is_system(std::string_view file) { return file.starts_with("/lib") || file.starts_with("/usr/lib"); }

bool in_folder_of_a_kind(std::string_view file) {
  const auto slash = file.rfind('/');
  if (slash == std::string_view::npos) return false;
  const auto before = file.rfind('/', slash - 1);
  const std::string_view folder = file.substr(before + 1, slash - before - 1);
  for (const Kind kind : all_kinds)
    if (folder == folder_of(kind)) return true;
  return false;
}

bool is_component(std::string_view file) {
  if (!file.ends_with(".so")) return false;
  return in_folder_of_a_kind(file) || (!is_system(file) && file.find("libganzoo") == std::string_view::npos);
}

void put(std::string_view text) { [[maybe_unused]] const ssize_t n = ::write(report_to, text.data(), text.size()); }

void last_words(int number) {
  void* frames[64];
  const int depth = backtrace(frames, 64);
  std::string_view culprit;
  for (int i = 0; i < depth && culprit.empty(); ++i) {
    Dl_info about{};
    if (dladdr(frames[i], &about) != 0 && about.dli_fname && is_component(about.dli_fname)) culprit = about.dli_fname;
  }
  if (culprit.find_first_of("\"\\\n") != std::string_view::npos) culprit = {};
  put("{\"do\":\"crash\",\"file\":\"");
  put(culprit);
  put("\"}\n");
  raise(number);  // the handler was for one signal only
}

}  // namespace

void report_crashes(int descriptor) {
  report_to = descriptor;
  if (sanitized) return;
  static char stack[1 << 16];
  void* warm_up[1];
  backtrace(warm_up, 1);  // loads what it needs now, not in the handler
  stack_t alternate{};
  alternate.ss_sp = stack;
  alternate.ss_size = sizeof stack;
  sigaltstack(&alternate, nullptr);
  struct sigaction action {};
  action.sa_handler = last_words;
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK | SA_NODEFER);
  for (const int number : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) sigaction(number, &action, nullptr);
}

}  // namespace ganzoo::os
