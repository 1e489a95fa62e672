#include <ganzoo/nn/detail/attend.hpp>
#include <ganzoo/nn/detail/block.hpp>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/softmax.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// O = A H, A = softmax by row of S = G Fᵀ, for each sample by itself. With J = ∂A/∂S, which is its own transpose:
///   pullback of D:  ∂H = Aᵀ D, ∂S = J (D Hᵀ), ∂G = ∂S F, ∂F = ∂Sᵀ G;
///   tangent:        Ṡ = Ġ Fᵀ + G Ḟᵀ, Ȧ = J Ṡ, Ȯ = Ȧ H + A Ḣ.
class AttendStep final : public Step {
 public:
  AttendStep(Planner& planner, const Use& use, const Port& in, const Port& out, std::int64_t keys)
      : in_(in),
        out_(out),
        samples_(use.batch),
        channels_(out.shape.dims.back()),
        positions_(out.shape.size() / channels_),
        keys_(keys),
        weights_(planner.floats(samples_ * positions_ * positions_)) {
    if (in.gradient || use.tangent) one_ = planner.floats(positions_ * positions_);
    if (!use.tangent) return;
    two_ = planner.floats(positions_ * positions_);
    three_ = planner.floats(positions_ * positions_);
  }

  void forward() override {
    for (std::int64_t s = 0; s < samples_; ++s) {
      const Block a = weights(s);
      const Parts x = parts(in_.value, s);
      multiply(read(x.g), read(x.f).t(), a);
      softmax::loops().rows(a.at, positions_, positions_);
      multiply(read(a), read(x.h), output(out_.value, s));
    }
  }

  void backward() override {
    if (!in_.gradient) return;
    for (std::int64_t s = 0; s < samples_; ++s) {
      const Block a = weights(s), scores = square(one_);
      const Parts x = parts(in_.value, s), to = parts(in_.gradient, s);
      const ConstBlock d = read(output(out_.gradient, s));
      multiply(d, read(x.h).t(), scores);
      softmax::loops().jacobian(a.at, scores.at, positions_, positions_);
      multiply(read(scores), read(x.f), to.g);
      multiply(read(scores).t(), read(x.g), to.f);
      multiply(read(a).t(), d, to.h);
    }
  }

  void tangent() override {
    for (std::int64_t s = 0; s < samples_; ++s) {
      const Block a = weights(s), moved = square(one_), out = output(out_.tangent, s);
      const Parts x = parts(in_.value, s), t = parts(in_.tangent, s);
      score_tangents(x, t, moved);
      softmax::loops().jacobian(a.at, moved.at, positions_, positions_);
      multiply(read(moved), read(x.h), out);
      multiply(read(a), read(t.h), out, true);
    }
  }

  void tangent_backward() override {
    if (!in_.owed) return;
    for (std::int64_t s = 0; s < samples_; ++s) owe(s);
  }

 private:
  /// The three parts of a position's channels, over all positions of a sample.
  struct Parts {
    Block f, g, h;
  };

  static ConstBlock read(const Block& b) { return {b.at, b.rows, b.columns, b.stride, b.transposed}; }
  Block square(float* at) const { return {at, positions_, positions_, positions_}; }
  Block weights(std::int64_t s) const { return square(weights_ + s * positions_ * positions_); }
  Block output(float* of_all, std::int64_t s) const {
    return {of_all + s * positions_ * channels_, positions_, channels_, channels_};
  }
  Parts parts(float* of_all, std::int64_t s) const {
    const std::int64_t stride = 2 * keys_ + channels_;
    float* at = of_all + s * positions_ * stride;
    return {{at, positions_, keys_, stride},
            {at + keys_, positions_, keys_, stride},
            {at + 2 * keys_, positions_, channels_, stride}};
  }

  void score_tangents(const Parts& x, const Parts& t, const Block& to) const {
    multiply(read(t.g), read(x.f).t(), to);
    multiply(read(x.g), read(t.f).t(), to, true);
  }

  /// D = output gradient, W = what the output is owed: A is owed D Ḣᵀ + W Hᵀ and what J owes it, S what A then is, and
  /// F, G, H what stands with S, Ṡ and A in the products above.
  void owe(std::int64_t s) {
    const Block a = weights(s), t_scores = square(one_), gradient = square(two_), owed = square(three_);
    const Parts x = parts(in_.value, s), t = parts(in_.tangent, s), to = parts(in_.owed, s);
    const ConstBlock d = read(output(out_.gradient, s));
    score_tangents(x, t, t_scores);
    multiply(d, read(x.h).t(), gradient);
    multiply(d, read(t.h).t(), owed);
    if (out_.owed) multiply(read(output(out_.owed, s)), read(x.h).t(), owed, true);
    softmax::loops().tangent_pullback(a.at, t_scores.at, gradient.at, owed.at, positions_, positions_);
    multiply(read(gradient), read(t.f), to.g);
    multiply(read(owed), read(x.f), to.g, true);
    multiply(read(gradient).t(), read(t.g), to.f);
    multiply(read(owed).t(), read(x.g), to.f, true);
    multiply(read(t_scores).t(), d, to.h);
    if (out_.owed) multiply(read(a).t(), read(output(out_.owed, s)), to.h, true);
  }

  Port in_, out_;
  std::int64_t samples_, channels_, positions_, keys_;
  float *weights_, *one_ = nullptr, *two_ = nullptr, *three_ = nullptr;
};

class Attend final : public Layer, public Described {
 public:
  explicit Attend(int keys) : keys_(keys) { require(keys > 0, "attend.keys", keys, "positive"); }

  std::string name() const override { return "attend"; }
  Shape output(const Shape& in) const override {
    require(in.rank() == 3 && in[2] > 2 * keys_, "attend.input", to_string(in),
            fmt::format("an image of more than {} channels, twice the keys", 2 * keys_));
    return {in[0], in[1], in[2] - 2 * keys_};
  }
  bool curved() const override { return true; }
  Operation operation() const override { return {operations::Attend{keys_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<AttendStep>(planner, use, in, out, keys_);
  }

 private:
  int keys_;
};

}  // namespace

LayerPtr attend(int keys) { return std::make_shared<Attend>(keys); }

}  // namespace ganzoo::nn
