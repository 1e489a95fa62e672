#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ganzoo/report/runs/notices.hpp>

namespace ganzoo::report {

void tell(std::vector<std::string>& notices, const std::vector<std::string>& names, const std::string& one,
          const std::string& all) {
  constexpr std::ptrdiff_t few = 3;
  if (std::ssize(names) <= few)
    for (const std::string& name : names) notices.push_back(name + one);
  else
    notices.push_back(
        fmt::format("{} {} ({}, …)", names.size(), all, fmt::join(names.begin(), names.begin() + few, ", ")));
}

}  // namespace ganzoo::report
