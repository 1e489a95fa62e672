#include "run_file_page.hpp"

#include <fmt/format.h>

#include <ganzoo/experiment/session/tables.hpp>
#include <ganzoo/log/layout.hpp>
#include <ganzoo/log/schema.hpp>
#include <vector>

#include "catalogue.hpp"

namespace ganzoo::app {
namespace {

using Row = std::vector<std::string>;

constexpr const char* run_file_introduction = R"(# The run file

Written by `ganzoo describe run_file --format markdown` from what a file is written by; a test fails when this page is stale, and another where a file
holds what the page does not tell. run.h5 is HDF5, schema {}, with a digest and a CRC-32 of the whole behind it (`ganzoo verify`). h5py, MATLAB and R read it, netCDF4
and xarray as well: `step` is the dimension scale of each table (of up to 4000 columns). Texts are UTF-8, integers have 64 bits; numbers are doubles, of /samples, /data, /weights
and networks' parts of /checkpoint floats. A name that begins with @ is an attribute; names in capitals stand for any.

The digest, some kB under a checksum of its own, repeats what tables and listings show: all but /data, /samples, /weights and /checkpoint, and of
/train only the rows that /metrics needs. `compare`, `watch` and a `run` that goes on read it alone: damage elsewhere is for `verify` to find. It is
`[HDF5][digest]["GANZOO digest=CRC bytes=N"]["GANZOO crc32=CRC bytes=N"]`, each line padded to 48 bytes, CRC and N hexadecimal. A program that
changes the HDF5 data drops both lines; such a file is read whole.
)";

std::string direction(Quantity::Better better) {
  return better == Quantity::Better::lower ? "lower" : better == Quantity::Better::higher ? "higher" : "";
}

Row column_row(const RowColumn& c) { return {c.name, c.unit, direction(c.better), property(c.range), c.meaning}; }

std::vector<Row> rows_of(const log::layout::Group& group) {
  std::vector<Row> rows;
  for (const log::layout::Item& item : group.items)
    if (item.name) rows.push_back({item.name, item.type, item.meaning});
  return rows;
}

bool is_train(const log::layout::Group& group) { return std::string_view(group.path) == "/train"; }

std::vector<Row> train_rows() {
  std::vector<Row> rows;
  for (const RowColumn& column : experiment::train_columns()) rows.push_back(column_row(column));
  return rows;
}

std::string table(const Row& titles, const std::vector<Row>& rows) {
  std::string text = "\n|", line = "|";
  for (const std::string& title : titles) text += " " + title + " |", line += "---|";
  text += "\n" + line + "\n";
  for (const Row& row : rows) {
    text += fmt::format("| `{}` |", row[0]);
    for (std::size_t i = 1; i < row.size(); ++i) text += " " + markdown_cell(row[i]) + " |";
    text += "\n";
  }
  return text;
}

const Row item_titles{"name", "type", "meaning"}, column_titles{"column", "unit", "better", "range", "meaning"};

}  // namespace

std::string train_columns_text() {
  std::vector<Row> rows = train_rows();
  rows.insert(rows.begin(), column_titles);
  return columns(rows);
}

std::string train_column_text(const std::string& name) {
  for (const Row& row : train_rows()) {
    if (row[0] != name) continue;
    std::vector<Row> lines;
    for (std::size_t i = 1; i + 1 < row.size(); ++i)
      if (!row[i].empty()) lines.push_back({column_titles[i], row[i]});
    return fmt::format("/train/{}: {}\n", name, row.back()) + columns(lines, 2);
  }
  return "";
}

std::string run_file_text() {
  std::string text;
  for (const log::layout::Group& group : log::layout::groups) {
    std::vector<Row> rows = rows_of(group);
    text += fmt::format("{}{}: {}\n\n", text.empty() ? "" : "\n", group.path, group.meaning);
    text += is_train(group) ? train_columns_text() : columns(rows);
  }
  return text;
}

std::string run_file_page() {
  std::string page =
      fmt::format(fmt::runtime(run_file_introduction), fmt::format("{}.{}", log::schema::major, log::schema::minor));
  for (const log::layout::Group& group : log::layout::groups) {
    page += fmt::format("\n## {}\n\n{}\n", group.path, group.meaning);
    page += is_train(group) ? table(column_titles, train_rows()) : table(item_titles, rows_of(group));
  }
  return page;
}

}  // namespace ganzoo::app
