#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/cluster/job_script.hpp>
#include <regex>
#include <string_view>

extern char** environ;

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

/// Slurm warns so many seconds before the limit, and up to a minute earlier: enough for a commit.
constexpr int warning = 120, least_warning = 5;

/// For sh.
std::string quoted(const std::string& text) {
  std::string safe = "'";
  for (const char c : text) safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return safe + "'";
}

/// For a line of #SBATCH, which expands nothing but takes quotes and backslashes.
std::string sbatch_word(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+.,:/@%[]&|!*^~{}()<>;?";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string safe = "\"";
  for (const char c : text) safe += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  return safe + "\"";
}

std::string line_of(const std::string& option) {
  if (option.find('\n') != std::string::npos)
    throw Error(Exit::usage,
                fmt::format("{} holds a line break, but must stand on one line of a script", on_one_line(option)));
  return "#SBATCH " + sbatch_word(option) + "\n";
}

/// In the name of a file, % begins a pattern of Slurm's.
std::string file_name(const fs::path& path) {
  std::string safe;
  for (const char c : path.string()) safe += c == '%' ? std::string("%%") : std::string(1, c);
  return safe;
}

std::string program() { return fs::read_symlink("/proc/self/exe").string(); }

std::string start(const fs::path& folder) { return fmt::format(". {}\n", quoted((folder / "env").string())); }

/// "12:30:00"
std::string time_text(int seconds) {
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

int warning_for(const std::optional<int>& limit) {
  return limit ? std::clamp(*limit / 4, least_warning, warning) : warning;
}

std::string array_of(const JobShape& shape) {
  std::string text = fmt::format("--array=0-{}", shape.tasks - 1);
  return shape.at_once > 0 ? text + fmt::format("%{}", shape.at_once) : text;
}

/// A word without a dash is the value of the one before it.
std::string given_lines(const std::vector<std::string>& options) {
  std::string text;
  for (const std::string& word : options)
    text += (word.starts_with('-') || text.empty() ? (text.empty() ? "" : "\n") + std::string("#SBATCH ") : " ") +
            sbatch_word(word);
  return text.empty() ? text : text + "\n";
}

bool is_kept(std::string_view variable) {
  for (const char* name : {"PATH=", "LD_LIBRARY_PATH=", "LANG=", "LC_ALL=", "SLURM_CONF=", "GANZOO_", "OMP_", "ONEDNN_",
                           "DNNL_", "OMPI_", "MPIRUN="})
    if (variable.starts_with(name)) return true;
  return false;
}

}  // namespace

std::optional<int> seconds_of(const std::string& time) {
  static const std::regex shape(R"((?:(\d{1,3})-)?(\d{1,4}):([0-5]\d)(?::([0-5]\d))?)");
  std::smatch part;
  if (!std::regex_match(time, part, shape)) return std::nullopt;
  const auto number = [&](std::size_t i) { return part[i].matched ? std::stoi(part[i]) : 0; };
  const int seconds = ((number(1) * 24 + number(2)) * 60 + number(3)) * 60 + number(4);
  return seconds > 0 ? std::optional(seconds) : std::nullopt;
}

std::string job_script(const JobShape& shape, const fs::path& folder) {
  std::string text = "#!/bin/sh\n";
  text += line_of("--job-name=" + on_one_line(shape.title));
  if (shape.is_array) text += line_of(array_of(shape));
  if (shape.processes > 1) text += line_of(fmt::format("--ntasks={}", shape.processes));
  text += line_of(fmt::format("--cpus-per-task={}", shape.threads / shape.processes));
  if (!shape.mem.empty()) text += line_of("--mem=" + shape.mem);
  if (shape.seconds) text += line_of("--time=" + time_text(*shape.seconds));
  text += line_of("--requeue") + line_of("--open-mode=append");
  text += line_of(fmt::format("--signal=B:USR1@{}", warning_for(shape.seconds)));
  text += line_of("--output=" + file_name(folder) + (shape.is_array ? "/task-%a.log" : "/task.log"));
  text += line_of("--export=NONE") + line_of("--chdir=" + fs::current_path().string());
  text += given_lines(shape.options);
  // Else mpirun's own call of srun, which starts its part on each node, would find no environment there.
  const char* const handed_on = shape.processes > 1 ? "export SLURM_EXPORT_ENV=ALL\n" : "";
  return text + start(folder) + handed_on +
         fmt::format("exec {} run --task {}\n", quoted(program()), quoted(folder.string()));
}

std::string report_script(const std::string& title, const fs::path& folder, const fs::path& run) {
  const std::string ganzoo = quoted(program()), all = quoted(run.string());
  return "#!/bin/sh\n" + line_of("--job-name=" + on_one_line(title) + "-report") + line_of("--cpus-per-task=1") +
         line_of("--output=" + file_name(folder / "report.log")) + line_of("--export=NONE") +
         line_of("--chdir=" + fs::current_path().string()) + start(folder) +
         fmt::format("{} compare {} --format markdown > {}\n", ganzoo, all, quoted((run / "compare.md").string())) +
         fmt::format("exec {} report {} --out {}\n", ganzoo, all, quoted((run / "report.html").string()));
}

std::string environment_script() {
  std::vector<std::string> lines;
  for (char** at = environ; *at; ++at) {
    const std::string variable = *at;
    const std::size_t equals = variable.find('=');
    if (is_kept(variable))
      lines.push_back(fmt::format("export {}={}\n", variable.substr(0, equals), quoted(variable.substr(equals + 1))));
  }
  std::ranges::sort(lines);
  std::string text = "# What the cells are trained in; nothing else of the environment reaches them.\n";
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace ganzoo::experiment
