/// The laws of divergences: of every f-divergence, of every one that works through a critic, of every distance between
/// samples.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/law.hpp>
#include <string>
#include <vector>

namespace ganzoo::laws {

/// Every law of the kind divergence; applicable() chooses.
const std::vector<Law>& divergence_laws();

/// Throws the component's own ganzoo::Error where its parameters leave nothing to train with: no law is tried there.
void require_trainable(const Component& divergence);

/// What `check` tells beside the laws: the scores up to which each derived term of an f-divergence is certified, one
/// line each; nothing where both terms of a link hold to |v| = 80.
std::vector<std::string> certified_ranges(const ComponentInfo& info, const Table& parameters = {});

/// What one does on a fixed occasion, in numbers: the same in every process, whatever was called before.
std::vector<double> divergence_behaviour(const Specimen&);
std::vector<double> critic_behaviour(const Specimen&);
std::vector<double> distance_behaviour(const Specimen&);

// The parts of divergence_laws(), by what they are about.
std::vector<Law> laws_of_f();          ///< f itself: f(1), convexity, derivatives, limits
std::vector<Law> laws_of_conjugate();  ///< f*: Fenchel–Young, the supremum, its domain
std::vector<Law> laws_of_link();       ///< g and f*∘g: into dom f*, increasing, fused = composed, the optimal critic
std::vector<Law> laws_of_value();      ///< D and its bound
std::vector<Law> laws_of_about();      ///< what About declares, measured
std::vector<Law> laws_of_training();   ///< the terms that training uses
std::vector<Law> laws_of_score_gradients();  ///< both players' gradients, through a critic of any kind
std::vector<Law> laws_of_batch();            ///< a mean over the batch, whatever its size and order; the state
std::vector<Law> laws_of_critic();           ///< whatever else works through a critic
std::vector<Law> laws_of_samples();          ///< distances between the samples themselves

/// An f-divergence under examination.
struct Mathematics {
  std::unique_ptr<Divergence> divergence;
  const FDivergence& f;
  const About& about;

  explicit Mathematics(const Specimen& specimen, const Table& more = {})
      : divergence(specimen.make<Divergence>(more)), f(*divergence->mathematics()), about(specimen.about()) {}

  /// The links that a critic can use.
  std::vector<Link> links() const;
};

bool is_f_divergence(const Specimen&);
bool has_critic(const Specimen&);
bool is_game(const Specimen&);  ///< a critic, and no f
bool compares_samples(const Specimen&);
bool fits(const Specimen&);  ///< neither: train/laws holds it to laws of its own

/// Two discrete distributions, every probability positive.
struct Pair {
  std::vector<double> p, q;
};
const std::vector<Pair>& pairs();
/// The divergence of two such, from f alone.
double exact(const FDivergence&, const std::vector<double>& p, const std::vector<double>& q);

/// The two terms of a link as training evaluates them: where one cannot be trusted, continued linearly.
struct TrainedTerms {
  const FDivergence& f;
  Link link;
  SafeScores safe = f.safe_scores(link);

  double activation(double v) const;
  double fused(double v) const;
};

/// The score whose T is f′(p/q) at log p/q = r.
double optimal_score(const FDivergence& f, Link link, double r);

}  // namespace ganzoo::laws
