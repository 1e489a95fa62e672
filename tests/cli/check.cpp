// `ganzoo check` as a user runs it: right components, broken ones, and wrong commands.
#include <nlohmann/json.hpp>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;

const std::string broken = GANZOO_BUILD_DIR "/broken_plugins/schedulers/";

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("check lists every law of a right component, and what is certified of its terms", "[unit]") {
  const Bench bench;
  const Result kl = bench.ganzoo({"check", "divergence/kl"});
  CHECK(kl.code == 0);
  CHECK(kl.err.empty());
  CHECK(kl.out.starts_with("divergence kl: "));
  for (const char* law : {"fenchel_young", "conjugate_is_supremum", "lower_bound", "oracle_step", "dirac_rotation"})
    CHECK(holds(kl.out, std::string("  holds  ") + law + "\n"));
  CHECK(holds(bench.ganzoo({"check", "exponential"}).out, "  note   link log_ratio: T is used for scores in ["));
}

TEST_CASE("check names every component of a name, and of a kind the one asked for", "[unit]") {
  const Bench bench;
  const Result both = bench.ganzoo({"check", "mlp"});
  CHECK(both.code == 0);
  CHECK((holds(both.out, "generator mlp: ") && holds(both.out, "discriminator mlp: ")));
  const Result one = bench.ganzoo({"check", "discriminator/mlp"});
  CHECK_FALSE(holds(one.out, "generator mlp: "));
}

TEST_CASE("check as JSON has each law with what became of it", "[unit]") {
  const Bench bench;
  const Result result = bench.ganzoo({"check", "scheduler/wgan", "--format", "json"});
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  REQUIRE(json.size() == 1);
  CHECK(json[0].at("kind") == "scheduler");
  CHECK(json[0].at("name") == "wgan");
  CHECK(json[0].at("laws").size() == 5);
  for (const auto& law : json[0].at("laws")) CHECK(law.at("holds") == true);
}

TEST_CASE("check examines a component where it is asked to, and refuses what it does not know", "[unit]") {
  const Bench bench;
  const Result held = bench.ganzoo({"check", "divergence/alpha", "alpha=0.3"});
  INFO(held.out << held.err);
  CHECK(held.code == 0);
  const Result unknown = bench.ganzoo({"check", "divergence/alpha", "alpa=0.3"}),
               outside = bench.ganzoo({"check", "regularizer/weight_clip", "bound=-1"}),
               for_all = bench.ganzoo({"check", "--all", "alpha=0.3"});
  for (const Result* result : {&unknown, &outside, &for_all}) {
    INFO(result->err);
    CHECK(result->code == 2);
    CHECK(result->out.empty());
  }
  CHECK(holds(unknown.err, "did you mean alpha"));
}

TEST_CASE("check examines data that is read from files, where it is told which", "[unit]") {
  const Bench bench;
  const std::string head("\0\0\x08\x03\0\0\0\x40\0\0\0\x04\0\0\0\x04", 16);
  std::string pixels;
  for (int i = 0; i < 64 * 16; ++i) pixels += static_cast<char>(i * 37 % 256);
  bench.write("images", head + pixels);
  const Result told = bench.ganzoo({"check", "data/idx", "train=images", "test=images", "validation=8"});
  INFO(told.out << told.err);
  CHECK(told.code == 0);
  CHECK(holds(told.out, "data idx: 7 laws hold"));
  const Result absent = bench.ganzoo({"check", "data/idx", "train=nowhere", "test=images"});
  INFO(absent.out << absent.err);
  CHECK(absent.code != 0);
  CHECK(holds(absent.err, "nowhere"));
}

TEST_CASE("check --verbose tells the smallest fault that each law can see", "[unit]") {
  const Bench bench;
  const Result result = bench.ganzoo({"check", "scheduler/wgan", "--verbose"});
  CHECK(holds(result.out, "  sees   pure: a counter"));
}

TEST_CASE("a component that cannot be loaded or kills its process fails the law survives", "[unit]") {
  const Bench bench;
  for (const auto& [name, words] :
       {std::pair{"wrong_api", "built for API 999"}, std::pair{"truncated", "truncated: 9000 bytes"},
        std::pair{"aborting", "killed by signal 6"}, std::pair{"exiting", "exited with code 0"}}) {
    const Result result = bench.ganzoo({"check", broken + name + ".so"});
    INFO(result.out << result.err);
    CHECK(result.code == 1);
    CHECK((holds(result.out, "  FAILS  survives: ") && holds(result.out, words)));
  }
  CHECK(bench.ganzoo({"check", broken + "good.so"}).code == 0);
}

TEST_CASE("a wrong check is refused with one line and what to do", "[unit]") {
  const Bench bench;
  const Result nothing = bench.ganzoo({"check"}), twice = bench.ganzoo({"check", "kl", "--all"}),
               unknown = bench.ganzoo({"check", "pearsn"}), absent = bench.ganzoo({"check", "./absent.so"}),
               kind = bench.ganzoo({"check", "divergense/kl"});
  for (const Result* result : {&nothing, &twice, &unknown, &absent, &kind}) {
    INFO(result->err);
    CHECK(result->code == 2);
    CHECK(result->out.empty());
    CHECK(holds(result->err, "hint: "));
  }
  CHECK(holds(unknown.err, "did you mean pearson"));
  CHECK(holds(absent.err, "./absent.so is not found"));
}
