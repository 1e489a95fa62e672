#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>
#include <filesystem>

#include <sstream>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;

/// Usage errors: exit 2, in shape, nothing written.
Result refused(const Bench& bench, const std::vector<std::string>& arguments, const std::vector<std::string>& words) {
  const Result result = bench.ganzoo(arguments);
  INFO(result.err);
  CHECK(result.code == 2);
  CHECK(says(result, words));
  CHECK(well_formed(result));
  CHECK(result.out.empty());
  CHECK(bench.entries("runs").empty());
  return result;
}

std::size_t lines_with(const Result& result, const std::string& word) {
  std::istringstream in(result.err);
  std::size_t n = 0;
  for (std::string line; std::getline(in, line);) n += line.find(word) != std::string::npos;
  return n;
}

/// An IDX file of `promised` images of 4 × 4 that holds `held` of them.
std::string idx_images(int promised, int held) {
  std::string text("\0\0\x08\x03\0\0\0", 7);
  text += static_cast<char>(promised);
  text += std::string("\0\0\0\x04\0\0\0\x04", 8);
  return text + std::string(static_cast<std::size_t>(held) * 16, '\x40');
}

}  // namespace

TEST_CASE("an unknown key is refused at its place with the nearest known one", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny() + "[scheduler]\ncritic_stps = 2\n");
  const Result result = refused(bench, {"run", "a.toml"}, {"a.toml:25:", "scheduler.critic_stps"});
  CHECK(result.err.find("hint: did you mean critic_steps?") != std::string::npos);
}

TEST_CASE("a value of the wrong type, a negative width and a grid path to nowhere are refused together", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(200, "[grid]\n\"generator.depth\" = [1, 2]\n"));
  refused(bench, {"run", "a.toml", "train.batch=\"many\""}, {"train.batch", "many"});
  refused(bench, {"run", "a.toml", "discriminator.hidden=[16, -3]"}, {"discriminator.hidden[1] is -3, but must be"});
  refused(bench, {"run", "a.toml"}, {"a.toml:", "generator.depth"});
}

TEST_CASE("what is no TOML, and a file that is not there, are refused", "[unit]") {
  const Bench bench;
  bench.write("a.toml", "title = \"a\"\nsteps = = 3\n");
  refused(bench, {"run", "a.toml"}, {"a.toml:2:"});
  refused(bench, {"run", "b.toml"}, {"b.toml"});
}

TEST_CASE("an unknown verb, an unknown option and a bad shard are refused with a hint", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  CHECK(refused(bench, {"rum", "a.toml"}, {"unknown verb rum"}).err.find("did you mean run?") != std::string::npos);
  CHECK(refused(bench, {"run", "a.toml", "--jbs", "2"}, {"unknown option --jbs"}).err.find("--jobs") !=
        std::string::npos);
  refused(bench, {"run", "a.toml", "--shard", "4/4"}, {"--shard is 4/4, but must be I/N"});
  refused(bench, {"run", "a.toml", "--jobs", "0"}, {"run: --jobs is 0, but must be a whole number from 1 to"});
  refused(bench, {"run", "a.toml", "--jobs", "two"}, {"run: --jobs is two, but must be a whole number from 1 to"});
  refused(bench, {"sample", "o", "--out", "s.npy", "--step", "last"},
          {"sample: --step is last, but must be a whole number"});
  refused(bench, {"sample", "o", "--out", "s.npy", "--step", "0", "--seed", "1"},
          {"--step", "takes neither a seed nor noise"});
  refused(bench, {"clean", "nowhere"}, {"clean: path is nowhere, but must be a folder"});
  CHECK(refused(bench, {"list", "--format", "tabel"},
                {"list: --format is tabel, but must be one of table, json, markdown"})
            .err.find("did you mean table?") != std::string::npos);
  refused(bench, {"run", "a.toml", "--only", "nothing*"}, {"--only nothing* matches none"});
  refused(bench, {}, {"no verb given"});
}

TEST_CASE("a component of no known name is refused with the nearest", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  const Result result = refused(bench, {"run", "a.toml", "divergence.name=reverse_kll"}, {"reverse_kll"});
  CHECK(result.err.find("reverse_kl") != std::string::npos);
}

TEST_CASE("missing data ends with exit 4, and broken data with exit 5, before anything is written", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(200, ""));
  const std::vector<std::string> base{"run", "a.toml", "data.name=idx", "data.validation=0"};
  auto with = [&](const std::string& path) {
    auto arguments = base;
    arguments.push_back("data.folder=" + path);
    return bench.ganzoo(arguments);
  };
  const Result missing = with("'" + bench.path("nowhere").string() + "'");
  INFO(missing.err);
  CHECK(missing.code == 4);
  CHECK(says(missing, {"nowhere"}));
  CHECK(well_formed(missing));

  const std::string labels("\0\0\x08\x01\0\0\0\x02\0\x01", 10);
  for (const char* part : {"train", "t10k"})
    bench.write(std::string("promising/") + part + "-labels-idx1-ubyte", labels);
  bench.write("promising/train-images-idx3-ubyte", idx_images(100, 3));
  bench.write("promising/t10k-images-idx3-ubyte", idx_images(3, 3));
  const Result promising = with("'" + bench.path("promising").string() + "'");
  INFO(promising.err);
  CHECK(promising.code == 5);
  CHECK(says(promising, {"train-images-idx3-ubyte"}));

  bench.write("short/train-images-idx3-ubyte", idx_images(100, 3).substr(0, 9));
  bench.write("short/t10k-images-idx3-ubyte", idx_images(3, 3));
  const Result truncated = with("'" + bench.path("short").string() + "'");
  INFO(truncated.err);
  CHECK(truncated.code == 5);
  CHECK(says(truncated, {"train-images-idx3-ubyte"}));
  CHECK(bench.entries("runs").empty());
}

TEST_CASE("what only a rehearsal finds is told with its place in the file", "[unit]") {
  const Bench bench;
  bench.write("a.toml",
              "title = \"a\"\nsteps = 1\n[data]\nname = \"idx\"\nfolder = \"nowhere\"\n[generator]\nname = \"mlp\"\n"
              "[discriminator]\nname = \"mlp\"\n[divergence]\nname = \"kl\"\n");
  const Result missing = bench.ganzoo({"run", "a.toml"});
  INFO(missing.err);
  CHECK(missing.code == 4);
  CHECK(says(missing, {"a.toml:5:10: data.folder is "}));
  CHECK(well_formed(missing));
}

TEST_CASE("of more than twenty errors the last line tells how many are left out, of twenty none", "[unit]") {
  const Bench bench;
  const auto errors_of = [&](int folders) {
    std::string names;
    for (int i = 0; i < folders; ++i) names += "\"nowhere" + std::to_string(i) + "\", ";
    bench.write("a.toml",
                "title = \"a\"\nsteps = 1\n[data]\nname = \"idx\"\nfolder = \"nowhere\"\n[generator]\nname = \"mlp\"\n"
                "[discriminator]\nname = \"mlp\"\n[divergence]\nname = \"kl\"\n[grid]\n\"data.folder\" = [" +
                    names + "]\n");
    const Result result = bench.ganzoo({"run", "a.toml"});
    CHECK(result.code == 4);
    CHECK(well_formed(result));
    return result;
  };
  const Result twenty = errors_of(20), more = errors_of(23);
  INFO(twenty.err + more.err);
  CHECK(lines_with(twenty, "ganzoo: error: ") == 20);
  CHECK(lines_with(twenty, "error: and ") == 0);
  CHECK(lines_with(more, "ganzoo: error: ") == 20);
  CHECK(says(more, {"and 4 more"}));
}

TEST_CASE("data of a shape that a metric cannot take is refused before anything runs", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  refused(bench, {"run", "a.toml", "metrics.names=[\"wasserstein_1d\"]"}, {"wasserstein_1d"});
}

TEST_CASE("more modes than samples are refused, whatever the data calls them", "[unit]") {
  const Bench bench;
  const auto experiment = [&](const std::string& data, const std::string& metrics) {
    bench.write("a.toml", "title = \"a\"\nsteps = 1\n[data]\n" + data +
                              "\n[generator]\nname = \"mlp\"\n[discriminator]\nname = \"mlp\"\n[divergence]\n"
                              "name = \"kl\"\n[metrics]\n" +
                              metrics);
  };
  const std::string modes = "names = [\"modes\"]\nsamples = 4\n",
                    samples = "metrics.samples is 4, but must be at least ";
  experiment("name = \"ring\"", modes);
  refused(bench, {"run", "a.toml"}, {"a.toml:13:11: " + samples + "the data's number of modes, 8"});
  experiment("name = \"grid\"", modes);
  refused(bench, {"run", "a.toml"}, {"a.toml:13:11: " + samples + "the data's number of modes, 25"});
  experiment("name = \"shapes\"", modes);
  refused(bench, {"run", "a.toml"}, {"a.toml:13:11: " + samples + "the data's number of modes, "});
  experiment("name = \"ring\"", "names = [{ name = \"modes\", samples = 5 }]\n");
  refused(bench, {"run", "a.toml"},
          {"a.toml:12:38: metrics.names[0].samples is 5, but must be at least the data's number of modes, 8"});
  experiment("name = \"grid\"\nside = 60", "names = [\"modes\"]\n");  // of the default, the data is at fault
  refused(bench, {"run", "a.toml"},
          {"a.toml:4:8: metrics.samples is 2500, but must be at least the data's number of modes, 3600"});
  for (const char* enough : {"names = [\"moments\"]\nsamples = 4\n", "names = [\"modes\"]\nsamples = 8\n",
                             "samples = 4\nnames = [{ name = \"modes\", samples = 8 }]\n"}) {
    experiment("name = \"ring\"", enough);
    const Result result = bench.ganzoo({"run", "a.toml", "--out", "b", "--fresh"});
    INFO(result.err);
    CHECK(result.code == 0);
  }
}

TEST_CASE("a run folder that cannot be made or written ends with exit 4", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  bench.write("file", "");
  const Result below_a_file = bench.ganzoo({"run", "a.toml", "--out", "file/run"});
  INFO(below_a_file.err);
  CHECK(below_a_file.code == 4);
  CHECK(says(below_a_file, {"file/run", "Not a directory"}));
  std::filesystem::create_directory(bench.path("closed"));
  chmod(bench.path("closed").c_str(), 0555);
  const Result closed = bench.ganzoo({"run", "a.toml", "--out", "closed"}, {.user = getuid() == 0 ? 65534u : 0u});
  INFO(closed.err);
  if (closed.code != 97 && closed.code != 127) {  // the build itself is out of that user's reach
    CHECK(closed.code == 4);
    CHECK(says(closed, {"closed", "cannot be written"}));
  }
  CHECK(bench.entries("closed").empty());
}

TEST_CASE("on a full disk a run ends with exit 4, and nothing half-written stays", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  SECTION("already for the experiment's own text") {
    const Result result = bench.ganzoo({"run", "a.toml", "--out", "full"}, {.file_size_limit = 100});
    INFO(result.err);
    CHECK(result.code == 4);
    CHECK(says(result, {"experiment.toml"}));
    CHECK(bench.entries("full").empty());
  }
  SECTION("for a file that grows too large") {
    const Result result = bench.ganzoo({"run", "a.toml", "--out", "full"}, {.file_size_limit = 5000});
    INFO(result.err);
    CHECK(result.code == 4);
    CHECK(says(result, {"run.h5"}));
    for (const std::string& cell : bench.entries("full"))
      if (cell != "experiment.toml")
        for (const std::string& name : bench.entries("full/" + cell)) CHECK(name == "worker.log");
    CHECK(bench.ganzoo({"run", "a.toml", "--out", "full"}).code == 0);
  }
  SECTION("on a file system that is really full") {
    std::filesystem::create_directory(bench.path("disk"));
    if (mount("none", bench.path("disk").c_str(), "tmpfs", 0, "size=64k") != 0) return;  // not root
    const Result full = bench.ganzoo({"run", "a.toml", "--out", "disk/full", "generator.hidden=[256,256]"});
    INFO(full.err);
    CHECK(full.code == 4);
    CHECK(says(full, {"run.h5"}));
    CHECK(well_formed(full));
    for (const std::string& cell : bench.entries("disk/full"))
      if (cell != "experiment.toml")
        for (const std::string& name : bench.entries("disk/full/" + cell)) CHECK(name == "worker.log");
    umount(bench.path("disk").c_str());
  }
}

TEST_CASE("an integer beyond all integers is refused with its digits", "[unit]") {
  const cli::Bench bench;
  bench.write("a.toml", cli::tiny());
  refused(bench, {"run", "a.toml", "steps=99999999999999999999"},
          {"steps is 99999999999999999999, but must be between -2^63 and 2^63 - 1"});
}

TEST_CASE("who writes as in other programs is told what it is here", "[unit]") {
  const cli::Bench bench;
  bench.write("a.toml", cli::tiny());
  const auto hint = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"run", "a.toml"});
    const cli::Result result = bench.ganzoo(words);
    CHECK(result.code == 2);
    const auto at = result.err.find("hint: ");
    return at == std::string::npos ? result.err : result.err.substr(at + 6, result.err.find('\n', at) - at - 6);
  };
  CHECK(hint({"--seed", "3"}) == "a setting is no option: write seed=3");
  CHECK(hint({"--seed=3"}) == "a setting is no option: write seed=3");
  CHECK(hint({"--epochs", "5"}) == "a setting is no option: write epochs=5");
  CHECK(hint({"--lr", "1e-3"}).find("optimizer.generator.rate=1e-3") != std::string::npos);
  CHECK(hint({"--resume"}) == "the same command goes on where the run stopped");
  CHECK(hint({"--dry-run"}) == "--list prints the cells and runs nothing");
  CHECK(hint({"-m"}).find("grid.seed=[0,1,2]") != std::string::npos);
  CHECK(hint({"lr=1e-3"}) == "did you mean optimizer.generator.rate and optimizer.discriminator.rate?");
  CHECK(hint({"learning_rate=1e-3"}) == "did you mean optimizer.generator.rate and optimizer.discriminator.rate?");
  for (const char* seeds : {"seed=1,2,3", "seed=[1, 2, 3]"})
    CHECK(hint({seeds}).find("several values make several cells: grid.seed=[1,") != std::string::npos);
  CHECK(hint({"optimizer.lr=1e-3"}) == "did you mean optimizer.generator.rate and optimizer.discriminator.rate?");
  CHECK(hint({"train.steps=100"}) == "did you mean steps?");
  CHECK(hint({"model.batch_size=8"}).starts_with("known: title"));
  CHECK(hint({"--n-steps", "100"}) == "a setting is no option: write steps=100");
  CHECK(hint({"--num-epochs", "3"}) == "a setting is no option: write epochs=3");
  CHECK(hint({"--workers", "3"}) == "did you mean --jobs?");
  CHECK(hint({"batch_size=64"}) == "did you mean train.batch?");
  CHECK(hint({"threads=2"}) == "did you mean train.threads?");
  CHECK(hint({"n_critic=5"}) == "did you mean scheduler.critic_steps?");
  CHECK(hint({"optimizer.generator.lr=1e-3"}).find("rate") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(bench.path("runs")));
}

TEST_CASE("help and version are asked for in every usual way", "[unit]") {
  const cli::Bench bench;
  const cli::Result help = bench.ganzoo({"help"}), version = bench.ganzoo({"--version"});
  CHECK(help.code == 0);
  CHECK(help.out == bench.ganzoo({"--help"}).out);
  CHECK(bench.ganzoo({"help", "run"}).out == bench.ganzoo({"run", "--help"}).out);
  CHECK(version.code == 0);
  CHECK(bench.ganzoo({"version"}).out == version.out);
  CHECK(bench.ganzoo({"-V"}).out == version.out);
}
