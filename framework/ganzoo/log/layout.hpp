/// What a run file holds, each object and each attribute one line, for people: `ganzoo describe run_file` and
/// framework/docs/run_file.md. A test holds whole files against it. The columns of /train are declared in
/// train/tally.hpp, those of /metrics by their metrics.
#pragma once

#include <array>

namespace ganzoo::log::layout {

/// `name` begins with @ where it is an attribute; NAME in capitals stands for any.
struct Item {
  const char* name;
  const char* type;
  const char* meaning;
};

struct Group {
  const char* path;
  const char* meaning;
  std::array<Item, 18> items;  ///< the last ones may be empty
};

inline constexpr std::array groups{
    Group{"/",
          "what the run is, and how it ended",
          {{{"@schema", "text", "\"ganzoo.run\""},
            {"@schema_major", "integer", "1; a reader refuses another"},
            {"@schema_minor", "integer", "a newer one only adds objects"},
            {"@title", "text", "the experiment's"},
            {"@cell", "text", "its id: what it differs in from the others, and a hash"},
            {"@seed", "integer", "the key of every random number"},
            {"@status", "text", "running, finished, diverged, failed or interrupted"},
            {"@reason", "text", "why it diverged, failed or was interrupted"},
            {"@step", "integer", "generator updates done"},
            {"@spec", "text", "the resolved experiment as TOML: `ganzoo run` trains it again"},
            {"@spec_json", "text", "the same as JSON"}}}},
    Group{"/provenance",
          "where it ran, and with what",
          {{{"@ganzoo", "text", "version"},
            {"@git", "text", "commit"},
            {"@compiler", "text", ""},
            {"@onednn", "text", "version"},
            {"@isa", "text", "instruction set that oneDNN used"},
            {"@threads", "integer", "of the run"},
            {"@host", "text", ""},
            {"@cpu", "text", "model"},
            {"@command", "text", "that trained it"},
            {"@mxcsr", "text", "floating-point mode"},
            {"@data_classes", "integer", "how many classes the data's labels tell apart; where it has labels"},
            {"@data_class_names", "text", "a line a class, from class 0 on; where classes have names"},
            {"@data_files", "integer",
             "how many files the data is read from, without those it skipped; 0 where it is drawn"},
            {"@data_skipped", "integer", "files left out as data.on_error = \"skip\" asks; where there are any"},
            {"@data_sha256", "text", "of the data's content; \"\" where it is drawn"},
            {"@spec_sha256", "text", "of the keys that the result hangs on"},
            {"@started", "text", "UTC"},
            {"@ended", "text", "UTC; \"\" while it runs"}}}},
    Group{"/provenance/KIND",
          "the component of each place: data, generator, optimizer.generator, …",
          {{{"@name", "text", "by which it is found"},
            {"@file", "text", "the module it came from"},
            {"@sha256", "text", "of that file"}}}},
    Group{"/train", "one row every log.every steps; means are over all updates since the row before", {}},
    Group{"/metrics",
          "one row every metrics.every steps",
          {{{"step", "integers", "generator updates done"},
            {"METRIC.QUANTITY", "numbers", "the quantity of the last generator"},
            {"METRIC.QUANTITY.ema", "numbers", "of the averaged one, where train.ema is above 0"},
            {"METRIC.QUANTITY.validation", "numbers", "of metrics.select, once more on samples set aside"}}}},
    Group{"/floor",
          "real against real, metrics.floor times; not there where that is 0",
          {{{"step", "integers", "number of the draw"},
            {"METRIC.QUANTITY", "numbers", "its attribute samples: how many"}}}},
    Group{"a dataset of /train, /metrics or /floor",
          "what is said of a column; step is the dimension scale of the others",
          {{{"@units", "text", "\"1\" of a count or a ratio"},
            {"@description", "text", "what it means"},
            {"@better", "text", "lower, higher or neither"},
            {"@lower", "number", "what no value is below; not there where there is no such bound"},
            {"@upper", "number", "what no value is above, likewise"},
            {"@depends_on", "text", "keys that fix its unit; runs that differ in them are not compared"},
            {"@samples", "integer", "of /floor: how many samples a draw had"}}}},
    Group{"/data",
          "a few real samples",
          {{{"samples", "numbers [n, …]", "floats, or bytes that stand for scale · byte + offset"},
            {"@low", "number", "the least that any number may be"},
            {"@high", "number", "the most; equal to low where unbounded"}}}},
    Group{"/samples",
          "what the generator made, log.snapshots times, always of the same noise",
          {{{"step", "integers [s]", "generator updates done"},
            {"noise", "numbers [n, z]", ""},
            {"labels", "numbers [n]", "the classes of a conditional generator's samples, one after the other"},
            {"points", "numbers [s, n, d]", "of data that is no image"},
            {"images", "numbers [s, n, height, width] or [s, n, height, width, channels]",
             "floats, or bytes that stand for scale · byte + offset"},
            {"scores", "numbers [s, 256, 6] or [s, 1024, 7]",
             "of games on the line, or in the plane: x (and y), p_data, p_generator, D, D*, the critic's score; NaN "
             "where not "
             "known"},
            {"map", "numbers [s, 65, 2]", "of those whose noise is one number: z, G(z)"}}}},
    Group{"a dataset of bytes", "which stand for numbers", {{{"@scale", "number", ""}, {"@offset", "number", ""}}}},
    Group{"/weights",
          "of the last commit",
          {{{"generator/LAYER/NAME", "numbers", "a parameter, or a running statistic"},
            {"generator_ema/LAYER/NAME", "numbers", "of the averaged generator, where train.ema is above 0"},
            {"discriminator/LAYER/NAME", "numbers", "where there is a critic"},
            {"data/shift", "numbers [d]", "where data was standardised: samples are written as shift + scale·x, and"},
            {"data/scale", "numbers [d]", "weights are of networks that see x"}}}},
    Group{"/checkpoint",
          "what going on needs besides: counters, sums, states of components; gone once finished, unless "
          "log.keep_checkpoint",
          {{{"PATH", "numbers or integers", ""}}}}};

}  // namespace ganzoo::log::layout
