#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/experiment/session/floor.hpp>
#include <ganzoo/experiment/session/tables.hpp>
#include <optional>

namespace ganzoo::experiment {
namespace {

struct Draw {
  std::vector<double> values;  ///< of the quantities with a direction
  std::int64_t rows = 0;
};

/// None where the metric needs more than samples.
std::optional<Draw> draw_of(NamedMetric& metric, Trainer& trainer, std::uint64_t number,
                            const std::function<void()>& poll) try {
  Draw draw;
  Evaluation evaluation = trainer.real_evaluation(number, poll);
  evaluation.fake = [&draw, fresh = evaluation.fake](std::int64_t n) {
    const ConstMatrix rows = fresh(n);
    draw.rows = std::max(draw.rows, rows.rows);
    return rows;
  };
  const auto quantities = metric.metric->quantities();
  std::vector<double> values(quantities.size());
  poll();
  metric.metric->evaluate(evaluation, metric.samples, values);
  check_float_mode("metric " + metric.name);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (quantities[i].better != Quantity::Better::neither) draw.values.push_back(values[i]);
  return draw;
} catch (const Error&) {
  return std::nullopt;
}

void append(log::Table& floor, std::vector<NamedMetric>& metrics, Trainer& trainer, std::int64_t number,
            const std::function<void()>& poll) {
  steps_of(floor).push_back(number);
  auto column = floor.columns.begin() + 1;
  for (NamedMetric& metric : metrics) {
    const Draw draw = draw_of(metric, trainer, static_cast<std::uint64_t>(number), poll).value();
    for (const double value : draw.values) {
      std::get<std::vector<double>>(column->values).push_back(value);
      (column++)->attributes.own()["samples"] = draw.rows;
    }
  }
}

}  // namespace

log::Table measure_floor(std::vector<NamedMetric> metrics, Trainer& trainer, std::int64_t draws,
                         const Between& between) {
  std::erase_if(metrics, [&](NamedMetric& metric) {
    const auto draw = draw_of(metric, trainer, 0, between.pieces);
    return !draw || draw->values.empty() || draw->rows == 0;
  });
  if (draws <= 0 || metrics.empty()) return {};
  log::Table floor = empty_floor_table(metrics, *trainer.players().data);
  for (std::int64_t number = 0; number < draws; ++number) {
    between.draws();
    append(floor, metrics, trainer, number, between.pieces);
  }
  return floor;
}

}  // namespace ganzoo::experiment
