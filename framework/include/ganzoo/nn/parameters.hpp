/// The parameters of one network in one flat array, each with its name, shape and initialisation.
#pragma once

#include <cstdint>
#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <span>
#include <string>
#include <vector>

namespace ganzoo {
class Crew;
}

namespace ganzoo::nn {

/// How a parameter starts: zero-mean laws. Glorot: variance 2/(fan_in + fan_out); He: 2/fan_in. fan_in and fan_out are
/// those of the layer that declares it.
struct Init {
  enum class Law : std::uint8_t { constant, normal, uniform, glorot_normal, glorot_uniform, he_normal, he_uniform };
  Law law = Law::constant;
  double scale = 0;  ///< the constant; the std; the half-width; or a gain, 1 = as published
  std::int64_t fan_in = 1, fan_out = 1;
};

/// Flat memory, each parameter at an offset that is a multiple of 16 floats; the padding stays zero in values and
/// gradients. Running statistics live in a second flat array that no optimizer touches.
class GANZOO_API Parameters {
 public:
  /// `owner`, a network's name, is part of each parameter's random stream but not of its name.
  explicit Parameters(std::string owner = {}) : owner_(std::move(owner)) {}

  struct Entry {
    std::string name;  ///< "dense_0/weight"
    std::vector<std::int64_t> dims;
    std::int64_t offset = 0;
    std::int64_t size = 0;
    Init init;
  };

  /// Declares a parameter below the current scope; returns its index. Only before allocate().
  int add(const std::string& name, std::vector<std::int64_t> dims, const Init& init);
  /// What running statistics start from once the weights are drawn; `rng` is theirs alone.
  using Start = std::function<void(const Parameters&, std::span<float> statistic, const Rng& rng)>;
  /// Declares running statistics (saved with the weights, never optimised): `value`, and at initialise() what `start`
  /// writes.
  int add_statistic(const std::string& name, std::vector<std::int64_t> dims, float value, Start start = {});

  void enter(const std::string& scope);
  void leave();

  /// Ends declaration and takes the memory.
  void allocate();
  /// Draws every parameter from (seed, hash of owner/name), independent of the layers around it; then the statistics that
  /// have a start of their own.
  void initialise(std::uint64_t seed);

  const std::vector<Entry>& entries() const { return entries_; }
  const std::vector<Entry>& statistics() const { return statistics_; }
  /// Index of the full name, −1 where there is none.
  int find(const std::string& name) const;
  int find_statistic(const std::string& name) const;

  /// To change them; numbers() to read them.
  std::span<float> values() const {
    halves_fresh_ = false;
    return values_.span();
  }
  std::span<const float> numbers() const { return values_.span(); }
  std::span<float> gradients() const { return gradients_.span(); }
  std::span<float> statistic_values() const { return statistic_values_.span(); }
  std::span<float> value(int index) const;
  std::span<float> gradient(int index) const;
  std::span<float> statistic(int index) const;
  std::int64_t count() const;  ///< numbers without padding

  /// Whose threads work on these numbers; null: the caller's alone.
  void share(Crew& crew) { crew_ = &crew; }
  Crew* crew() const { return crew_; }

  /// From here on there is a copy of the values rounded to bfloat16, at the same offsets.
  void keep_halves();
  std::span<std::uint16_t> halves() const { return halves_; }
  /// Rounds the values anew where someone may have changed them since; kernels.hpp's own updates round as they go.
  void refresh_halves() const;
  void halves_written() const { halves_fresh_ = true; }

 private:
  std::string scoped(const std::string& name) const;
  Rng stream_of(const Entry&, std::uint64_t seed) const;

  std::string owner_;
  std::vector<std::string> scopes_;
  std::vector<Entry> entries_, statistics_;
  std::vector<Start> starts_;  ///< of the statistics
  Buffer values_, gradients_, statistic_values_;
  Crew* crew_ = nullptr;
  mutable std::vector<std::uint16_t> halves_;
  mutable bool halves_fresh_ = false;
};

}  // namespace ganzoo::nn
