/// Dropout's masks over the passes of one update.
#include <map>
#include <numeric>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

constexpr std::int64_t width = 24;

/// Every sample is (1, 1, …).
struct Ones : Data {
  Shape shape() const override { return {width}; }
  void draw(Matrix batch, const Rng&) const override { std::ranges::fill(batch.flat(), 1.0F); }
};

using Rows = std::vector<double>;
using Masks = std::map<std::string, Rows>;

/// What each pass of a critic update scores. D(x) = w·(mask ⊙ x) + b: at x = 1 a score less b, and the sum of an input
/// gradient, are what the pass's mask leaves of w.
struct Witness : Regularizer {
  Witness(Masks* seen, std::string name) : seen(seen), name(std::move(name)) {}
  bool penalises_scores() const override { return true; }
  bool penalises_inputs() const override { return true; }
  double score_penalty(ConstMatrix real, ConstMatrix fake, Matrix, Matrix, const Moment&) override {
    (*seen)["reals"] = Rows(real.flat().begin(), real.flat().end());
    (*seen)["fakes"] = Rows(fake.flat().begin(), fake.flat().end());
    return 0;
  }
  double input_penalty(CriticProbe& probe, const Moment&, const Rng&) override {
    std::ranges::copy(probe.real().flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    Rows& sums = (*seen)[name];
    for (std::int64_t i = 0; i < gradient.rows; ++i) {
      const auto row = gradient.row(i);
      sums.push_back(std::accumulate(row.begin(), row.end(), 0.0));
    }
    std::ranges::fill(probe.direction().flat(), 0.0F);
    probe.descend();
    return 0;
  }
  Masks* seen;
  std::string name;
};

bool alike(const Rows& a, const Rows& b) {
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a[i] - b[i]));
  return worst < 1e-4;
}

}  // namespace

// Masks of 24 numbers a row, five rows: by chance two are the same once in 2^120.
TEST_CASE("no two passes of an update share their dropout masks, whether reals and fakes pass together or apart",
          "[unit]") {
  for (const bool apart : {false, true}) {
    CAPTURE(apart);
    Masks seen;
    Setting setting;
    setting.data = [] { return std::make_unique<Ones>(); };
    setting.d = width;
    // The fakes are ones, too.
    setting.generator = nn::sequential({nn::dense(width, {.law = nn::Init::Law::constant}), nn::scale_shift(0, 1)});
    const nn::LayerPtr judge = nn::dense(1);
    setting.critic = nn::sequential({nn::dropout(0.5), apart ? std::make_shared<ClaimsToMix>(judge) : judge});
    setting.regularizers = [&seen] {
      std::vector<std::unique_ptr<Regularizer>> all;
      for (const char* name : {"first penalty", "second penalty"})
        all.push_back(std::make_unique<Witness>(&seen, name));
      return all;
    };
    setting.trainer()->step();
    REQUIRE(seen.size() == 4);
    for (const auto& [one, of_one] : seen)
      for (const auto& [other, of_other] : seen) {
        CAPTURE(one, other);
        REQUIRE(of_one.size() == 5);
        CHECK(alike(of_one, of_other) == (one == other));
      }
  }
}
