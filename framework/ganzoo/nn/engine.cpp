#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/detail/onednn.hpp>
#include <ganzoo/nn/engine.hpp>

extern "C" void omp_set_num_threads(int);  // of the OpenMP runtime that oneDNN runs on

namespace ganzoo::nn {

Precision parse_precision(const std::string& name) {
  if (name == "fp32") return Precision::fp32;
  if (name == "bf16") return Precision::bf16;
  if (name == "split") return Precision::split;
  throw Error(Exit::usage, "train.precision is \"" + name + "\", but must be one of fp32, bf16, split");
}

namespace {

using onednn::has;

void require_bfloat16(Precision precision) {
  if (precision == Precision::fp32 || has(dnnl::cpu_isa::avx512_core_bf16)) return;
  throw Error(Exit::usage,
              std::string("train.precision is \"") + (precision == Precision::bf16 ? "bf16" : "split") +
                  "\", but this processor has neither AVX-512 BF16 nor AMX: products in bfloat16 would be slower",
              "use precision = \"fp32\"");
}

}  // namespace

Engine::Engine(Precision precision) : Engine(precision, alone_) {}

Engine::Engine(Precision precision, Team& team) : precision_(precision), team_(team) {
  require_bfloat16(precision);
  bind();
  impl_ = std::make_unique<Impl>();
}

Engine::~Engine() = default;

void Engine::bind() const { omp_set_num_threads(1); }

std::string Engine::onednn_version() {
  const auto* v = dnnl::version();
  return std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
}

std::string Engine::isa() {
  struct Known {
    dnnl::cpu_isa isa;
    const char* name;
  };
  // In ascending order; the bits of a set include those of the sets below it.
  static constexpr Known known[] = {{dnnl::cpu_isa::sse41, "sse41"},
                                    {dnnl::cpu_isa::avx, "avx"},
                                    {dnnl::cpu_isa::avx2, "avx2"},
                                    {dnnl::cpu_isa::avx512_core, "avx512_core"},
                                    {dnnl::cpu_isa::avx512_core_vnni, "avx512_core_vnni"},
                                    {dnnl::cpu_isa::avx512_core_bf16, "avx512_core_bf16"},
                                    {dnnl::cpu_isa::avx512_core_amx, "avx512_core_amx"}};
  std::string best = "none";
  for (const Known& k : known)
    if (has(k.isa)) best = k.name;
  return best;
}

}  // namespace ganzoo::nn
