#include <ganzoo/core/shape.hpp>

namespace ganzoo {

std::string to_string(const Shape& shape) {
  if (shape.dims.empty()) return "scalar";
  std::string text;
  for (std::int64_t d : shape.dims) text += (text.empty() ? "" : "×") + std::to_string(d);
  return text;
}

}  // namespace ganzoo
