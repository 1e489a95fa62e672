#include <ganzoo/bench/machine_peak.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/detail/onednn.hpp>
#include <list>
#include <stdexcept>
#include <thread>

namespace ganzoo::bench {
namespace {

constexpr std::int64_t side = 1024;

}  // namespace

struct MachinePeak::Impl {
  class Square;
  std::list<Square> squares;
};

/// One thread's product, in memory of its own; the layout of the second matrix is oneDNN's choice.
class MachinePeak::Impl::Square {
 public:
  explicit Square(bool bf16) {
    using dnnl::memory;
    const auto type = bf16 ? memory::data_type::bf16 : memory::data_type::f32;
    const memory::desc plain({side, side}, type, memory::format_tag::ab),
        any({side, side}, type, memory::format_tag::any),
        result({side, side}, memory::data_type::f32, memory::format_tag::ab);
    const auto desc = nn::onednn::matmul(engine_.engine, plain, any, nullptr, result, {});
    primitive_ = dnnl::matmul(desc);
    a_ = memory(desc.src_desc(), engine_.engine);
    b_ = memory(desc.weights_desc(), engine_.engine);
    c_ = memory(desc.dst_desc(), engine_.engine);
    fill(a_);
    fill(b_);
  }

  void multiply() {
    primitive_.execute(engine_.stream, {{DNNL_ARG_SRC, a_}, {DNNL_ARG_WEIGHTS, b_}, {DNNL_ARG_DST, c_}});
    engine_.stream.wait();
  }

 private:
  /// Any numbers but subnormals, whatever the type.
  static void fill(dnnl::memory& matrix) {
    auto* words = static_cast<std::uint32_t*>(matrix.get_data_handle());
    for (std::size_t i = 0; i < matrix.get_desc().get_size() / sizeof *words; ++i) words[i] = 0x3f803f80;
  }

  nn::Engine::Impl engine_;
  dnnl::matmul primitive_;
  dnnl::memory a_, b_, c_;
};

MachinePeak::MachinePeak(int threads, nn::Precision precision) : impl_(std::make_unique<Impl>()) {
  const nn::Engine engine(precision);  // refuses what this processor has not
  for (int i = 0; i < threads; ++i) impl_->squares.emplace_back(precision == nn::Precision::bf16);
}

MachinePeak::~MachinePeak() = default;

double MachinePeak::multiply() {
  std::list<std::thread> others;
  for (auto square = std::next(impl_->squares.begin()); square != impl_->squares.end(); ++square)
    others.emplace_back([square] {
      const nn::Engine one_thread;
      square->multiply();
    });
  const nn::Engine one_thread;
  impl_->squares.front().multiply();
  for (std::thread& other : others) other.join();
  return 2.0 * side * side * side * static_cast<double>(impl_->squares.size());
}

}  // namespace ganzoo::bench
