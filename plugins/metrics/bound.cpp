#include <ganzoo/ganzoo.hpp>
#include <vector>

namespace {

/// The divergence's estimate under the present critic on many fresh samples: what the training log's noisy column tends
/// to. A lower bound of an f-divergence, up to sampling error; for Wasserstein up to the unknown Lipschitz constant.
struct Bound : ganzoo::Metric {
  static constexpr ganzoo::About about{.title = "the critic's bound",
                                       .source = "Nguyen, Wainwright & Jordan, IEEE Trans. Inf. Theory 56(11), 2010",
                                       .summary = "The divergence as the present critic sees it, on fresh samples."};

  std::int64_t samples = 100000;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("samples", &Bound::samples, ganzoo::at_least(1), "real and generated samples")};

  std::vector<ganzoo::Quantity> quantities() const override {
    return {{"value",
             "1",
             ganzoo::Quantity::Better::neither,
             "the estimate, in the divergence's own units",
             {"divergence"}}};
  }

  void accept(const ganzoo::Data&, const ganzoo::Generator&, const ganzoo::Divergence& divergence) const override {
    const ganzoo::DivergenceTraits traits = divergence.traits();
    if (!traits.needs_critic) throw refused("the divergence has no critic");
    if (!traits.estimates) throw refused("a game's objective estimates no divergence");
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t n, std::span<double> values) override {
    if (!now.divergence || !now.score) throw refused("there is no critic to ask");
    const ganzoo::OwnedMatrix real = scored(now, now.real(n), now.real_labels),
                              fake = scored(now, now.fake(n), now.fake_labels);
    values[0] = now.divergence->estimate(real, fake);
  }

 private:
  static ganzoo::Error refused(const char* reason) {
    return {ganzoo::Exit::usage, std::string("metric bound: ") + reason};
  }
  /// Beside their labels where the critic takes any.
  static ganzoo::OwnedMatrix scored(const ganzoo::Evaluation& now, ganzoo::ConstMatrix samples,
                                    const std::function<std::span<const ganzoo::Label>(std::int64_t)>& labels) {
    ganzoo::OwnedMatrix scores(samples.rows, 1);
    if (now.labelled_score)
      now.labelled_score(samples, labels(samples.rows), scores.view().flat());
    else
      now.score(samples, scores.view().flat());
    return scores;
  }
};

}  // namespace

GANZOO_PLUGIN(Bound)
