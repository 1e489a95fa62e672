#include <ganzoo/core/text.hpp>
#include <ganzoo/log/lines.hpp>

namespace ganzoo::log {
namespace {

constexpr std::size_t longest_line = 1000;

void make_line(Shared<std::string>& text) {
  if (std::string line = on_one_line(*text); line != *text) text = std::move(line);
}

void make_lines(Attributes& attributes) {
  for (auto& [name, value] : attributes)
    if (auto* text = std::get_if<std::string>(&value)) *text = on_one_line(*text);
}

}  // namespace

void make_lines_of_head(RunFile& run) {
  for (std::string* text : {&run.title, &run.cell, &run.reason}) *text = shortened(on_one_line(*text), longest_line);
  make_lines(run.provenance);
}

void make_lines_of_columns(RunFile& run) {
  for (Table* table : {&run.train, &run.metrics, &run.floor})
    for (Column& column : table->columns) {
      column.name = on_one_line(column.name);
      for (Shared<std::string>* text : {&column.unit, &column.meaning}) make_line(*text);
      if (!column.attributes->empty()) make_lines(column.attributes.own());
    }
  if (run.provenance_components->empty()) return;
  for (auto& [component, attributes] : run.provenance_components.own()) make_lines(attributes);
}

}  // namespace ganzoo::log
