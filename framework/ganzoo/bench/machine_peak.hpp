/// The machine's own peak: how fast oneDNN multiplies two large matrices.
#pragma once

#include <ganzoo/nn/engine.hpp>
#include <memory>
#include <string>

namespace ganzoo::bench {

/// Each of `threads` threads multiplies matrices of its own.
class MachinePeak {
 public:
  MachinePeak(int threads, nn::Precision precision);
  ~MachinePeak();
  /// One product in each thread, 1024×1024 by 1024×1024; returns the additions and multiplications that took.
  double multiply();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo::bench
