#include <algorithm>
#include <ganzoo/experiment/spec/length.hpp>

namespace ganzoo::experiment {

bool is_other_length(const std::string& given, const std::string& other) {
  return (given == "steps" && other == "epochs") || (given == "epochs" && other == "steps");
}

void drop_other_length(Table& experiment, const std::string& given) {
  for (const char* other : {"steps", "epochs"})
    if (is_other_length(given, other)) experiment.erase(other);
}

std::int64_t default_every(std::int64_t steps) { return std::max<std::int64_t>(1, steps / 20); }

std::int64_t default_every(const Table& experiment) {
  const Value* steps = experiment.find("steps");
  const std::int64_t* count = steps ? steps->get_if<std::int64_t>() : nullptr;
  return count ? default_every(*count) : 0;
}

}  // namespace ganzoo::experiment
