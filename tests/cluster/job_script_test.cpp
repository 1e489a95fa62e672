/// What a scheduler is given.
#include <cstdlib>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/job_script.hpp>

#include "support/catch.hpp"

using namespace ganzoo::experiment;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a time limit is hours and minutes, as people write it, and nothing else", "[unit]") {
  CHECK(seconds_of("1:30") == 5400);
  CHECK(seconds_of("01:30:20") == 5420);
  CHECK(seconds_of("1-01:30") == 91'800);
  CHECK(seconds_of("0:01") == 60);
  for (const char* wrong : {"", "90", "1:3", "1:60", "0:00", "1:30:99", "-1:30", "1:30 ", "1-2", "abc"}) {
    CAPTURE(wrong);
    CHECK_FALSE(seconds_of(wrong));
  }
}

TEST_CASE("a job's script is #SBATCH lines, the environment, and the program in the shell's place", "[unit]") {
  const std::string text = job_script({.title = "ring8",
                                       .tasks = 64,
                                       .at_once = 16,
                                       .threads = 2,
                                       .mem = "4G",
                                       .seconds = 12 * 3600,
                                       .options = {"--partition=long", "-A", "me too", "--exclusive"}},
                                      "/data/it's 5%/.submit/1");
  INFO(text);
  CHECK(text.starts_with("#!/bin/sh\n"));
  for (const char* line :
       {"#SBATCH --job-name=ring8", "#SBATCH --array=0-63%16", "#SBATCH --cpus-per-task=2", "#SBATCH --mem=4G",
        "#SBATCH --time=12:00:00", "#SBATCH --requeue", "#SBATCH --open-mode=append", "#SBATCH --signal=B:USR1@120",
        "#SBATCH --export=NONE", "#SBATCH --partition=long", "#SBATCH -A \"me too\"", "#SBATCH --exclusive",
        "#SBATCH \"--output=/data/it's 5%%/.submit/1/task-%a.log\"", ". '/data/it'\\''s 5%/.submit/1/env'"})
    CHECK(has_line(text, line));
  CHECK(has_line(text, "#SBATCH --chdir=" + std::filesystem::current_path().string()));
  const std::string last = text.substr(text.rfind("\nexec "));
  CHECK(last.ends_with(" run --task '/data/it'\\''s 5%/.submit/1'\n"));
}

TEST_CASE("a cell over several processes has a task of Slurm's for each", "[unit]") {
  const std::string text = job_script({.title = "a", .tasks = 3, .threads = 8, .processes = 8}, "/r/.submit/1");
  INFO(text);
  CHECK(has_line(text, "#SBATCH --ntasks=8"));
  CHECK(has_line(text, "#SBATCH --cpus-per-task=1"));
  CHECK(has_line(text, "#SBATCH --array=0-2"));
  CHECK(has_line(text, "export SLURM_EXPORT_ENV=ALL"));
}

TEST_CASE("a job's script says nothing of what was not asked for", "[unit]") {
  const std::string text = job_script({.title = "a", .tasks = 1, .is_array = false}, "/r/.submit/1");
  INFO(text);
  for (const char* word : {"--array", "--mem", "--time", "%"}) CHECK(text.find(word) == std::string::npos);
  CHECK(has_line(text, "#SBATCH --output=/r/.submit/1/task.log"));
}

TEST_CASE("no name becomes a command of the script", "[unit]") {
  const std::string text = job_script({.title = "a\nrm -rf b"}, "/r/.submit/1");
  CHECK(text.find("\nrm") == std::string::npos);
  CHECK_THROWS_AS(job_script({.title = "a"}, "/r\nrm -rf b/.submit/1"), ganzoo::Error);
}

TEST_CASE("the warning before a short limit leaves most of it", "[unit]") {
  const auto warning = [](int seconds) { return job_script({.title = "a", .seconds = seconds}, "/r/.submit/1"); };
  CHECK(has_line(warning(60), "#SBATCH --signal=B:USR1@15"));
  CHECK(has_line(warning(3600), "#SBATCH --signal=B:USR1@120"));
}

TEST_CASE("a job's environment holds what training hangs on, quoted, and no secret", "[unit]") {
  setenv("GANZOO_TEST_WORD", "it's 5", 1);
  setenv("MY_TOKEN", "hunter2", 1);
  const std::string text = environment_script();
  unsetenv("GANZOO_TEST_WORD");
  unsetenv("MY_TOKEN");
  CHECK(has_line(text, "export GANZOO_TEST_WORD='it'\\''s 5'"));
  CHECK(text.find("export PATH='") != std::string::npos);
  CHECK(text.find("hunter2") == std::string::npos);
}
