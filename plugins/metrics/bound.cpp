#include <ganzoo/ganzoo.hpp>
#include <vector>

#include "conditional.hpp"

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

  void accept(const ganzoo::Data& data, const ganzoo::Generator& generator,
              const ganzoo::Divergence& divergence) const override {
    const ganzoo::DivergenceTraits traits = divergence.traits();
    if (!traits.needs_critic) throw refused("the divergence has no critic");
    if (!traits.estimates) throw refused("a game's objective estimates no divergence");
    if (ganzoo::metrics::takes_labels(generator, data)) throw refused(ganzoo::metrics::needs_labels);
  }

  void evaluate(const ganzoo::Evaluation& now, std::int64_t n, std::span<double> values) override {
    if (!now.divergence || !now.score) throw refused("there is no critic to ask");
    const ganzoo::OwnedMatrix real = scored(now, now.real(n)), fake = scored(now, now.fake(n));
    values[0] = now.divergence->estimate(real, fake);
  }

 private:
  static ganzoo::Error refused(const char* reason) {
    return {ganzoo::Exit::usage, std::string("metric bound: ") + reason};
  }
  static ganzoo::OwnedMatrix scored(const ganzoo::Evaluation& now, ganzoo::ConstMatrix samples) {
    ganzoo::OwnedMatrix scores(samples.rows, 1);
    now.score(samples, scores.view().flat());
    return scores;
  }
};

}  // namespace

GANZOO_PLUGIN(Bound)
