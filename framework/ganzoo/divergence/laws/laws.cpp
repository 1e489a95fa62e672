#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {

const std::vector<Law>& divergence_laws() {
  static const std::vector<Law> all = [] {
    std::vector<Law> laws;
    for (const auto& part :
         {laws_of_f(), laws_of_conjugate(), laws_of_link(), laws_of_value(), laws_of_about(), laws_of_training(),
          laws_of_score_gradients(), laws_of_critic(), laws_of_batch(), laws_of_samples()})
      laws.insert(laws.end(), part.begin(), part.end());
    return laws;
  }();
  return all;
}

void require_trainable(const Component& divergence) { static_cast<const Divergence&>(divergence).traits(); }

std::vector<Link> Mathematics::links() const {
  std::vector<Link> all;
  for (const Link link : {Link::published, Link::log_ratio})
    if (f.has(link)) all.push_back(link);
  return all;
}

bool is_f_divergence(const Specimen& s) { return s.make<Divergence>()->mathematics() != nullptr; }
bool has_critic(const Specimen& s) { return s.make<Divergence>()->traits().needs_critic; }
bool is_game(const Specimen& s) { return has_critic(s) && !is_f_divergence(s); }
bool fits(const Specimen& s) { return s.make<Divergence>()->traits().fits; }
bool compares_samples(const Specimen& s) { return !has_critic(s) && !fits(s); }

std::vector<double> divergence_behaviour(const Specimen& s) {
  return has_critic(s) ? critic_behaviour(s) : distance_behaviour(s);
}

double exact(const FDivergence& f, const std::vector<double>& p, const std::vector<double>& q) {
  return exact_divergence(f, Distribution::discrete(p), Distribution::discrete(q));
}

const std::vector<Pair>& pairs() {
  static const std::vector<Pair> all{{{0.1, 0.2, 0.3, 0.4}, {0.4, 0.2, 0.3, 0.1}},
                                     {{0.2, 0.8}, {0.8, 0.2}},
                                     {{0.5, 0.3, 0.15, 0.05}, {0.25, 0.25, 0.25, 0.25}}};
  return all;
}

namespace {

template <class Term>
double continued(const Term& term, const Interval& safe, double v) {
  const double at = std::clamp(v, safe.low, safe.high);
  const Derivatives y = term(at);
  return y.value + (v == at ? 0 : y.first * (v - at));
}

}  // namespace

double TrainedTerms::activation(double v) const {
  return continued([&](double x) { return f.activation(x, link); }, safe.activation, v);
}
double TrainedTerms::fused(double v) const {
  return continued([&](double x) { return f.fused(x, link); }, safe.fused, v);
}

double optimal_score(const FDivergence& f, Link link, double r) {
  if (link == Link::log_ratio) return r;
  const double t = f.activation(r, Link::log_ratio).value;
  return root([&](double v) { return f.activation(v, link).value; }, t, -1e6, 1e6);
}

std::vector<std::string> certified_ranges(const ComponentInfo& info, const Table& parameters) {
  const Specimen specimen(info, parameters);
  if (info.kind != Kind::divergence || !is_f_divergence(specimen)) return {};
  const Mathematics m(specimen);
  std::vector<std::string> lines;
  const auto tell = [&](Link link, const char* term, const Interval& range) {
    if (range.low > -80 || range.high < 80)
      lines.push_back(fmt::format("link {}: {} is used for scores in [{:.4g}, {:.4g}] and continued linearly beyond",
                                  name_of(link), term, range.low, range.high));
  };
  for (const Link link : m.links()) {
    const SafeScores safe = m.f.safe_scores(link);
    tell(link, "T", safe.activation);
    tell(link, "f*(T)", safe.fused);
  }
  return lines;
}

}  // namespace ganzoo::laws
