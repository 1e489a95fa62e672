// Each broken module gets its own right reason, and what to do.
#include "support/catch.hpp"

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/plugin/info.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/scheduler.hpp>

#include <string>

using ganzoo::Error;
using ganzoo::Kind;
using ganzoo::Registry;

namespace {

const std::string folder = GANZOO_BUILD_DIR "/broken_plugins/schedulers/";

struct Refusal {
  std::string reason;  ///< behind "FILE cannot be loaded: "
  std::string hint;
};

Refusal refusal(const std::string& name) {
  const std::string file = folder + name + ".so";
  Registry registry;
  try {
    registry.load(Kind::scheduler, file);
  } catch (const Error& error) {
    CHECK(error.code() == ganzoo::Exit::usage);
    REQUIRE(error.complaints().size() == 1);
    const std::string message = error.what();
    INFO(message);
    REQUIRE(message.starts_with(file + " cannot be loaded: "));
    return {message.substr(file.size() + 19), error.complaints()[0].hint};
  }
  FAIL(name << " was loaded");
  return {};
}

const std::string rebuild = "build it again from its source: ganzoo build SOURCE.cpp";

}  // namespace

TEST_CASE("A module that is not there is not found", "[unit]") { CHECK(refusal("not_there").reason == "not found"); }

TEST_CASE("A file that is no library, or half of one, is refused", "[unit]") {
  CHECK(refusal("not_elf").reason == "it is not a shared library");
  CHECK(refusal("truncated").reason.starts_with("it is truncated: 9000 bytes of at least "));
}

TEST_CASE("A library without an entry point is refused", "[unit]") {
  const Refusal r = refusal("no_entry");
  CHECK(r.reason == "no entry point");
  CHECK(r.hint == "a component's file ends with GANZOO_PLUGIN(TYPE)");
}

TEST_CASE("A malformed entry point is refused", "[unit]") {
  CHECK(refusal("malformed").reason == "its entry point is malformed");
  CHECK(refusal("no_info").reason == "its entry point is malformed");
}

TEST_CASE("A module of another API is refused with both numbers", "[unit]") {
  const Refusal r = refusal("wrong_api");
  CHECK(r.reason == "built for API 999, this is API " + std::to_string(ganzoo::api_version));
  CHECK(r.hint == rebuild);
}

TEST_CASE("A module of another build is refused with both tags", "[unit]") {
  const Refusal r = refusal("other_tag");
  CHECK(r.reason ==
        "built by another compiler, with other options or against other headers: its tag is [api 1 · another "
        "compiler], this "
        "program's is [" GANZOO_ABI_TAG "]");
  CHECK(r.hint == rebuild);
}

TEST_CASE("A module that needs what nobody defines is refused, naming the symbol", "[unit]") {
  CHECK(refusal("missing_symbol").reason == "undefined symbol: _Z15defined_nowherev");
}

TEST_CASE("A component that throws while it is described is refused with its words", "[unit]") {
  CHECK(refusal("throwing").reason == "it threw: no luck today");
  CHECK(refusal("throwing_number").reason == "it threw an exception of unknown type");
}

TEST_CASE("A fast-math library is refused, and its flush-to-zero is undone", "[unit]") {
  const unsigned before = ganzoo::current_float_mode();
  const Refusal r = refusal("fast_math");
  CHECK(r.reason == "built with -ffast-math, which changes the arithmetic of the whole process");
  CHECK(r.hint == "build it without -ffast-math");
  CHECK(ganzoo::current_float_mode() == before);
}

TEST_CASE("A component of another kind is refused, naming both kinds", "[unit]") {
  Registry registry;
  try {
    registry.load(Kind::scheduler, folder + "wrong_kind.so");
    FAIL("loaded");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == folder + "wrong_kind.so is of kind regularizer, but must be of kind scheduler");
  }
}

TEST_CASE("A component that throws while it is made is refused with its words", "[unit]") {
  Registry registry;
  try {
    registry.make<ganzoo::Scheduler>(folder + "unprepared.so", {});
    FAIL("made");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == "scheduler unprepared (" + folder + "unprepared.so) cannot be made: index 7");
  }
}

TEST_CASE("A good module is loaded once, and its component obeys its parameters", "[unit]") {
  Registry registry;
  const ganzoo::ComponentInfo& info = registry.load(Kind::scheduler, folder + "good.so");
  CHECK(info.name == "good");
  CHECK(info.file == folder + "good.so");
  CHECK(info.about.title == "ordinary");
  REQUIRE(info.schema.size() == 1);
  CHECK(info.schema[0].name == "rate");
  CHECK(&info == &registry.load(Kind::scheduler, folder + "good.so"));

  CHECK(registry.make<ganzoo::Scheduler>(folder + "good.so", {})->next({}).critic_steps == 1);
  ganzoo::Table table;
  table.set("rate", -1);
  CHECK_THROWS_WITH(registry.make<ganzoo::Scheduler>(folder + "good.so", table),
                    "scheduler.rate is -1, but must be positive");
}

TEST_CASE("The floating-point mode is set, kept and checked by name", "[unit]") {
  const unsigned before = ganzoo::current_float_mode();
  ganzoo::set_float_mode();
  CHECK_NOTHROW(ganzoo::check_float_mode("metric modes"));
  volatile float tiny = 1e-38f;
  CHECK(tiny * 1e-3f == 0);
  ganzoo::set_float_mode(0x1f80);
  CHECK_THROWS_WITH(ganzoo::check_float_mode("metric modes"),
                    "metric modes changed the processor's floating-point mode");
  ganzoo::set_float_mode(before);
}
