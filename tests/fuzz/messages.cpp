/// What other processes of the program say, which a hostile file or component may have taken over.
#include <ganzoo/config/json.hpp>
#include <ganzoo/experiment/ask/declarations.hpp>
#include <ganzoo/log/questions.hpp>
#include <ganzoo/remote/codec.hpp>
#include <ganzoo/remote/envelope.hpp>

#include "target.hpp"

namespace {

using namespace ganzoo;

log::RunFile run() {
  log::RunFile run;
  run.title = "α";
  run.provenance = {{"threads", std::int64_t{1}}, {"host", "a"}, {"x", 0.5}};
  run.provenance_components.own()["data"] = {{"name", "ring"}};
  run.train.columns = {{"step", "1", "", std::vector<std::int64_t>{1, 2}, {}},
                       {"penalty", "1", "", std::vector<double>{1, 2}, {{"better", "lower"}}}};
  run.sample_steps = {1};
  run.samples["images"] = {{1, 1, 2}, {0, 1}, {}, log::Levels{1, 0}};
  run.weights["generator/w"] = {{2}, {1, 2}};
  run.checkpoint["a"] = std::vector<double>{1};
  return run;
}

Table table() {
  Table table;
  table.set("a", List{1, 0.5, "text", true, Value(), Table()});
  return table;
}

experiment::KnownComponent component() {
  experiment::KnownComponent known{};
  known.kind = Kind::divergence;
  known.name = "kl";
  known.schema = {{.name = "p", .default_value = 0.5, .range = closed(0, 1)}};
  known.about = {{"title", "KL"}};
  known.traits = {{"symmetric", false}};
  return known;
}

template <class T>
T parsed(const std::string& bytes) {
  return remote::unpack<T>(remote::from_stranger(bytes));
}

const fuzz::Registered messages{
    {"messages",
     {remote::to_bytes(remote::pack(run())), remote::to_bytes(remote::pack(remote::Refusal{5, {{"a", "b"}}})),
      remote::to_bytes(remote::pack(log::ReadRun{"a.h5", log::Part::all})), remote::to_bytes(remote::pack(table())),
      remote::to_bytes(remote::pack(component()))},
     [](const std::string& bytes) {
       const auto attempt = [&](auto&& parse) {
         try {
           parse();
         } catch (const remote::Garbled&) {
         }
       };
       attempt([&] {
         const auto run = parsed<log::RunFile>(bytes);
         if (log::fault_of(run).empty())
           for (const auto& [name, array] : run.weights) fuzz::require(log::fault_of(name, array).empty());
       });
       attempt([&] { remote::error_of(parsed<remote::Refusal>(bytes)); });
       attempt([&] { parsed<log::ReadRun>(bytes); });
       attempt([&] { parsed<Table>(bytes); });
       attempt([&] { parsed<experiment::KnownComponent>(bytes); });
     }}};

}  // namespace
