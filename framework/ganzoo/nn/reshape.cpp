#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// Does nothing where both sides share memory, as sequential arranges; copies at a network's edge.
class ViewStep final : public Step {
 public:
  ViewStep(const Use& use, const Port& in, const Port& out) : in_(in), out_(out), size_(use.batch * in.shape.size()) {}

  void forward() override { copy(in_.value, out_.value); }
  void backward() override { copy(out_.gradient, in_.gradient); }
  void tangent() override { copy(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (out_.owed) return copy(out_.owed, in_.owed);
    if (in_.owed) std::fill_n(in_.owed, size_, 0.f);
  }

 private:
  void copy(const float* from, float* to) {
    if (to && from != to) std::copy_n(from, size_, to);
  }

  Port in_, out_;
  std::int64_t size_;
};

class Flatten final : public Layer, public Described {
 public:
  std::string name() const override { return "flatten"; }
  Shape output(const Shape& in) const override { return {in.size()}; }
  bool is_view() const override { return true; }
  bool linear_by_pieces() const override { return true; }
  Operation operation() const override { return {operations::Reshape{}}; }
  std::unique_ptr<Step> plan(Planner&, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ViewStep>(use, in, out);
  }
};

class Reshape final : public Layer, public Described {
 public:
  explicit Reshape(Shape out) : out_(std::move(out)) {}

  std::string name() const override { return "reshape"; }
  Shape output(const Shape& in) const override {
    require(in.size() == out_.size(), "reshape.input", to_string(in),
            fmt::format("{} numbers, to become {}", out_.size(), to_string(out_)));
    return out_;
  }
  bool is_view() const override { return true; }
  bool linear_by_pieces() const override { return true; }
  Operation operation() const override { return {operations::Reshape{}}; }
  std::unique_ptr<Step> plan(Planner&, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ViewStep>(use, in, out);
  }

 private:
  Shape out_;
};

}  // namespace

LayerPtr flatten() { return std::make_shared<Flatten>(); }
LayerPtr reshape(Shape out) { return std::make_shared<Reshape>(std::move(out)); }

}  // namespace ganzoo::nn
