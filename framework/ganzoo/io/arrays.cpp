#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>

namespace ganzoo::io {

std::pair<std::string, std::string> split_dataset(const std::string& name) {
  for (const std::string suffix : {".h5:", ".hdf5:"})
    if (const auto at = name.find(suffix); at != name.npos)
      return {name.substr(0, at + suffix.size() - 1), name.substr(at + suffix.size())};
  return {name, ""};
}

log::Numbers read_array(const std::string& name) {
  if (name.ends_with(".npy")) return read_npy(name);
  if (name.ends_with(".csv")) return read_csv(name);
  if (const auto [file, path] = split_dataset(name); file != name) return log::read_numbers(file, path);
  throw Error(Exit::usage,
              fmt::format("the file of samples is {}, but must be FILE.npy, FILE.csv or FILE.h5:/path", name));
}

}  // namespace ganzoo::io
