#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/chunks.hpp>
#include <limits>

namespace {

using ganzoo::Error, ganzoo::Exit, ganzoo::Quantity;

/// Where the samples fell.
struct Census {
  std::vector<double> nearest;       ///< samples nearest to each mode
  std::vector<double> high_quality;  ///< of these, within the radius
};

constexpr std::int64_t samples_between_polls = 1024;

/// The mode whose centre is nearest; −1 of a sample that is not finite.
ganzoo::Sighting nearest(std::span<const float> sample, ganzoo::ConstMatrix centres, double radius) {
  double least = std::numeric_limits<double>::infinity();
  ganzoo::Sighting found{-1, false};
  for (std::int64_t c = 0; c < centres.rows; ++c) {
    double square = 0;
    for (std::size_t j = 0; j < sample.size(); ++j) square += std::pow(double{sample[j]} - centres.row(c)[j], 2);
    if (square < least) least = square, found.mode = c;
  }
  found.high_quality = least <= radius * radius;
  return found;
}

void classify(ganzoo::ConstMatrix samples, const ganzoo::Modes& modes, double radius,
              std::span<ganzoo::Sighting> sightings) {
  for (std::int64_t i = 0; i < samples.rows; ++i)
    sightings[static_cast<std::size_t>(i)] = nearest(samples.row(i), modes.centres, radius);
}

/// `look(samples, sightings)` says of each sample where it fell.
template <class Look>
Census count(ganzoo::ConstMatrix samples, std::size_t modes, const std::function<void()>& poll, const Look& look) {
  Census census{std::vector<double>(modes), std::vector<double>(modes)};
  std::vector<ganzoo::Sighting> sightings(samples_between_polls);
  ganzoo::in_chunks(samples.rows, samples_between_polls, poll, [&](std::int64_t first, std::int64_t rows) {
    const auto some = std::span(sightings).first(static_cast<std::size_t>(rows));
    look(samples.slice(first, rows), some);
    for (const auto& [mode, high_quality] : some) {
      if (mode < 0) continue;
      census.nearest[static_cast<std::size_t>(mode)] += 1;
      census.high_quality[static_cast<std::size_t>(mode)] += high_quality;
    }
  });
  return census;
}

/// Which modes of the data a generator found, and how well.
struct ModesFound : ganzoo::Metric {
  static constexpr ganzoo::About about{
      .title = "modes covered",
      .source = "Metz et al., ICLR 2017; Srivastava et al. (VEEGAN), NeurIPS 2017, section 5.1",
      .summary =
          "For data with known modes. A sample is of high quality within 3 standard deviations of its nearest centre "
          "(a perfect generator in the plane reaches 0.9889), or as the data's own classifier says (shapes, "
          "stacked_mnist); a mode is covered that has at least `least` such samples. With many modes ask for many "
          "samples: 2500 perfect ones cover 918 of 1000."};

  std::int64_t samples = 0;
  int least = 1;
  double radius = 3;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("least", &ModesFound::least, ganzoo::at_least(1), "high-quality samples that cover a mode"),
      ganzoo::parameter("radius", &ModesFound::radius, ganzoo::positive(),
                        "of high quality, in standard deviations of a mode; a classifier has its own"),
      ganzoo::parameter("samples", &ModesFound::samples, ganzoo::at_least(0), "to look at; 0: metrics.samples")};

  std::vector<Quantity> quantities() const override {
    return {{"covered",
             "1",
             Quantity::Better::higher,
             "modes with at least `least` samples of high quality",
             {},
             [](const ganzoo::Data* data) { return ganzoo::closed(0, static_cast<double>(weights_of(data).size())); }},
            {"high_quality",
             "1",
             Quantity::Better::higher,
             "share of samples within the radius of their nearest centre",
             {},
             [](const ganzoo::Data*) { return ganzoo::closed(0, 1); }},
            {"kl",
             "nats",
             Quantity::Better::lower,
             "KL of the shares of the modes, by nearest centre, against the true weights",
             {},
             [](const ganzoo::Data* data) { return ganzoo::closed(0, greatest_kl(weights_of(data))); }}};
  }

  void accept(const ganzoo::Data& data, const ganzoo::Generator&, const ganzoo::Divergence&) const override {
    require_modes(&data);
  }

  void evaluate(const ganzoo::Evaluation& e, std::int64_t n, std::span<double> values) override {
    require_modes(e.data);
    const ganzoo::Modes* modes = e.data->modes();
    const ganzoo::ConstMatrix fake = e.fake(samples > 0 ? samples : n);
    const std::vector<double>& weights = modes != nullptr ? modes->weights : e.data->mode_classifier()->weights();
    const Census census = count(fake, weights.size(), e.poll, [&](auto samples, auto sightings) {
      if (modes != nullptr)
        classify(samples, *modes, radius * modes->std, sightings);
      else
        e.data->mode_classifier()->classify(samples, sightings);
    });
    const auto total = static_cast<double>(fake.rows);
    double covered = 0, good = 0, kl = 0, found = 0;
    for (const double c : census.nearest) found += c;
    for (std::size_t i = 0; i < census.nearest.size(); ++i) {
      covered += census.high_quality[i] >= least;
      good += census.high_quality[i];
      const double share = census.nearest[i] / found;
      if (share > 0) kl += share * std::log(share / weights[i]);
    }
    values[0] = covered;
    values[1] = good / total;
    values[2] = found > 0 ? kl : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  static std::vector<double> weights_of(const ganzoo::Data* data) {
    require_modes(data);
    return data->modes() != nullptr ? data->modes()->weights : data->mode_classifier()->weights();
  }
  /// All samples in the rarest mode.
  static double greatest_kl(const std::vector<double>& weights) {
    return std::log(1 / *std::min_element(weights.begin(), weights.end()));
  }
  static void require_modes(const ganzoo::Data* data) {
    if (data == nullptr || (data->modes() == nullptr && data->mode_classifier() == nullptr))
      throw Error(Exit::usage, "modes: the data has no known modes, but must have them",
                  "data ring, grid, shapes and stacked_mnist have them");
  }
};

}  // namespace

GANZOO_PLUGIN(ModesFound)
