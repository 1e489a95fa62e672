/// Where networks are planned and run: oneDNN's engine and stream, a thread count and a precision. An argument, no
/// global.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <memory>
#include <string>

namespace ganzoo::nn {

/// How products are computed; weights, sums and everything else are float.
enum class Precision : std::uint8_t { fp32 };

/// Reads train.precision; throws ganzoo::Error (usage) for a name that this build does not know.
GANZOO_API Precision parse_precision(const std::string& name);

class GANZOO_API Engine {
 public:
  /// With `threads` compute threads, whichever thread calls.
  explicit Engine(int threads = 1, Precision precision = Precision::fp32);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  int threads() const { return threads_; }
  Precision precision() const { return precision_; }

  /// Gives the calling thread this engine's number of compute threads. Plans do so before each pass.
  void bind() const;

  struct Impl;
  Impl& impl() { return *impl_; }

  /// "2.6.3", and the instruction set that oneDNN uses ("avx512_core_bf16"), for a run's provenance.
  static std::string onednn_version();
  static std::string isa();

 private:
  int threads_;
  Precision precision_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo::nn
