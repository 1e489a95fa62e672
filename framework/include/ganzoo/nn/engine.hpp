/// Where networks are planned and run: oneDNN's engine and stream, a precision and a team. An argument, no global.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/team.hpp>
#include <memory>
#include <string>

namespace ganzoo::nn {

/// How products are computed.
enum class Precision : std::uint8_t {
  fp32,
  bf16,   ///< operands rounded to bfloat16; sums, weights and everything else are float
  split,  ///< operands as sums of two bfloat16 numbers, three products of which give a float's accuracy
};

/// Reads train.precision; throws ganzoo::Error (usage) for a name that this build does not know.
GANZOO_API Precision parse_precision(const std::string& name);

/// One member of a team: it computes on the one thread that calls it, whatever the machine has.
class GANZOO_API Engine {
 public:
  /// Throws ganzoo::Error (usage) where this processor has no products of that precision.
  explicit Engine(Precision precision = Precision::fp32);
  Engine(Precision precision, Team& team);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  Precision precision() const { return precision_; }
  /// Those who compute the other rows of the same batch at the same time.
  Team& team() const { return team_; }

  /// Keeps oneDNN on the calling thread. Plans do so before each pass.
  void bind() const;

  struct Impl;
  Impl& impl() { return *impl_; }

  /// "2.6.3", and the instruction set that oneDNN uses ("avx512_core_bf16"), for a run's provenance.
  static std::string onednn_version();
  static std::string isa();

 private:
  Precision precision_;
  Team alone_;
  Team& team_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo::nn
