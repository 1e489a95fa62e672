#include <array>
#include <bit>
#include <ganzoo/ganzoo.hpp>

namespace {

namespace nn = ganzoo::nn;

/// A row of noise is the key of a draw: the same row is the same sample.
class DrawStep final : public nn::Step {
 public:
  DrawStep(const ganzoo::Data& data, const nn::Use& use, const nn::Port& in, const nn::Port& out)
      : data_(data), in_(in), out_(out), rows_(use.batch) {}

  void forward() override {
    const std::int64_t keys = in_.shape.size(), d = out_.shape.size();
    for (std::int64_t i = 0; i < rows_; ++i) draw(in_.value + i * keys, {out_.value + i * d, 1, d});
  }
  void backward() override {
    if (in_.gradient) std::fill_n(in_.gradient, rows_ * in_.shape.size(), 0.0F);
  }

 private:
  void draw(const float* key, ganzoo::Matrix row) const {
    const ganzoo::Rng rng(
        std::uint64_t{std::bit_cast<std::uint32_t>(key[0])} << 32 | std::bit_cast<std::uint32_t>(key[1]),
        ganzoo::Purpose::sample);
    const std::int64_t size = data_.size(ganzoo::Split::train);
    if (size == 0) return data_.draw(row, rng);
    const std::array index{static_cast<std::int64_t>(rng.below(0, static_cast<std::uint64_t>(size)))};
    data_.fetch(ganzoo::Split::train, index, row);
  }

  const ganzoo::Data& data_;
  nn::Port in_, out_;
  std::int64_t rows_;
};

class DrawLayer final : public nn::Layer {
 public:
  DrawLayer(const ganzoo::Data& data, ganzoo::Shape sample) : data_(data), sample_(std::move(sample)) {}
  std::string name() const override { return "real"; }
  ganzoo::Shape output(const ganzoo::Shape&) const override { return sample_; }
  std::unique_ptr<nn::Step> plan(nn::Planner&, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<DrawStep>(data_, use, in, out);
  }

 private:
  const ganzoo::Data& data_;
  ganzoo::Shape sample_;
};

struct Draws : ganzoo::Generator {
  explicit Draws(const ganzoo::Data& data) : data_(data) {}
  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {2}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return std::make_shared<DrawLayer>(data_, sample); }

 private:
  const ganzoo::Data& data_;
};

/// The best that any generator can do.
struct Real : ganzoo::Fit {
  static constexpr ganzoo::About about{
      .title = "real samples",
      .source = "the data's own",
      .summary =
          "No fit at all: a second draw of the data stands in the generator's place, so that its row shows what a "
          "perfect generator would. Of finite data, training samples with replacement: the floor that a generator "
          "which only repeats them reaches, too."};
  static constexpr std::tuple<> parameters{};

  std::unique_ptr<ganzoo::Generator> stand_in(const ganzoo::Data* data) const override {
    if (data) return std::make_unique<Draws>(*data);
    throw ganzoo::Error(ganzoo::Exit::usage,
                        "divergence.name is \"real\": such a run holds no generator, its samples are the data's own");
  }
};

}  // namespace

GANZOO_PLUGIN(Real)
