/// Whether there is anything to test products in bfloat16 with.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/engine.hpp>

#include "support/catch.hpp"

namespace ganzoo::nn::test {

/// True, and told, where an engine has no such products: by this processor, or by what ONEDNN_MAX_CPU_ISA makes of it.
inline bool without_bfloat16() {
  try {
    const Engine engine(Precision::bf16);
    return false;
  } catch (const Error&) {
    WARN("skipped: no AVX-512 BF16, oneDNN has " << Engine::isa());
    return true;
  }
}

}  // namespace ganzoo::nn::test
