/// The curves of a page as one block of bytes, and how much of them a page of a given size can hold.
///
/// Each column stands for itself: a constant and an arithmetic sequence as two numbers, all others byte-shuffled (all first
/// bytes, all second bytes, …), equal ones once. script/data.js reads it.
#pragma once

#include <cstdint>
#include <ganzoo/config/json_number.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

namespace ganzoo::report {

using Json = nlohmann::ordered_json;

/// How true the stored numbers are.
struct Fidelity {
  bool rounded = false;  ///< to 12 binary digits of the mantissa: within 1.3e-4 of the value
  std::size_t rows = 0;  ///< so many rows of a column at most; 0: all
};

/// The rows of a column that stay where only about `most` can: of each bucket of equally many the least and the greatest
/// value, the first and the last row, and both sides of every place where numbers stop or begin to be finite.
std::vector<std::size_t> kept_rows(std::span<const double> values, std::size_t most);

class Store {
 public:
  explicit Store(Fidelity fidelity) : fidelity_(fidelity) {}

  /// Where the column is, for the page's directory. `exact`: every row and every bit, whatever the fidelity.
  Json add(std::span<const double> values, bool exact = false);
  /// A column that grows along the rows: where rows are thinned, every so many of them, straight between.
  Json add_axis(std::span<const double> values);

  const std::string& bytes() const { return bytes_; }

 private:
  std::size_t place(const std::string& block);
  Json add_all(std::span<const double> values, bool exact);
  Json add_thinned(std::span<const double> values, const std::vector<std::size_t>& rows);

  Fidelity fidelity_;
  std::string bytes_;
  std::map<std::string, std::size_t> places_;  ///< of equal blocks the first
};

}  // namespace ganzoo::report
