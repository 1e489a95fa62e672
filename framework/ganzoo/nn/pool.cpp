#include <algorithm>
#include <ganzoo/nn/detail/image.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// Blocks of factor × factor pixels: their sum times `weight` one way, each pixel's share of it the other way.
class BlockStep final : public Step {
 public:
  BlockStep(const Use& use, const Port& in, const Port& out, int factor, float weight)
      : in_(in),
        out_(out),
        to_blocks_(out.shape[0] < in.shape[0]),
        lines_(use.batch * std::min(in.shape[0], out.shape[0])),
        width_(std::min(in.shape[1], out.shape[1])),
        channels_(in.shape[2]),
        factor_(factor),
        weight_(weight),
        size_(use.batch * in.shape.size()) {}

  void forward() override { pass(to_blocks_, in_.value, out_.value); }
  void backward() override { pass(!to_blocks_, out_.gradient, in_.gradient); }
  void tangent() override { pass(to_blocks_, in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (!in_.owed) return;
    if (out_.owed) return pass(!to_blocks_, out_.owed, in_.owed);
    std::fill_n(in_.owed, size_, 0.f);
  }

 private:
  void pass(bool to_blocks, const float* from, float* to) {
    if (!to) return;
    const auto move = to_blocks ? kernels::table().sum_blocks : kernels::table().spread_blocks;
    move(from, lines_, width_, channels_, factor_, weight_, to);
  }

  Port in_, out_;
  bool to_blocks_;
  std::int64_t lines_, width_, channels_, factor_;
  float weight_;
  std::int64_t size_;
};

class Upsample final : public Layer, public Described {
 public:
  explicit Upsample(int factor) : factor_(factor) { require(factor > 0, "upsample.factor", factor, "positive"); }

  std::string name() const override { return "upsample"; }
  Shape output(const Shape& in) const override {
    require_image("upsample", in);
    return {in[0] * factor_, in[1] * factor_, in[2]};
  }
  bool linear_by_pieces() const override { return true; }
  Operation operation() const override { return {operations::Upsample{factor_}}; }
  std::unique_ptr<Step> plan(Planner&, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<BlockStep>(use, in, out, factor_, 1.f);
  }

 private:
  int factor_;
};

class Pool final : public Layer, public Described {
 public:
  Pool(std::string name, int factor, bool average) : name_(std::move(name)), factor_(factor), average_(average) {
    require(factor > 0, name_ + ".factor", factor, "positive");
  }

  std::string name() const override { return name_; }
  Shape output(const Shape& in) const override {
    require_image(name_, in);
    require(in[0] % factor_ == 0 && in[1] % factor_ == 0, name_ + ".factor", factor_,
            "a divisor of the height and width of its input, " + to_string(in));
    return {in[0] / factor_, in[1] / factor_, in[2]};
  }
  bool linear_by_pieces() const override { return true; }
  Operation operation() const override { return {operations::Pool{.factor = factor_, .average = average_}}; }
  std::unique_ptr<Step> plan(Planner&, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<BlockStep>(use, in, out, factor_,
                                       average_ ? 1.f / static_cast<float>(factor_ * factor_) : 1.f);
  }

 private:
  std::string name_;
  int factor_;
  bool average_;
};

}  // namespace

LayerPtr upsample(int factor) { return std::make_shared<Upsample>(factor); }
LayerPtr average_pool(int factor) { return std::make_shared<Pool>("average_pool", factor, true); }
LayerPtr sum_pool(int factor) { return std::make_shared<Pool>("sum_pool", factor, false); }

}  // namespace ganzoo::nn
