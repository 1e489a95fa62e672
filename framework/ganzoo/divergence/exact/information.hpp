/// Entropy, cross entropy, self-information and mutual information of known distributions, each with a bound of its
/// error; in nats.
///
/// Source: Shannon, Bell System Technical Journal 27, 1948; Cover & Thomas, Elements of Information Theory, 2006,
/// chapters 2, 5 and 8. On the line entropies are differential ones: they depend on the unit of x and may be negative.
#pragma once

#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/joint.hpp>
#include <vector>

namespace ganzoo {

/// H(P, Q) = −E_P log q. Throws as exact() does unless both are of one kind.
Exact exact_cross_entropy(const Distribution& p, const Distribution& q);
/// H(P) = −E_P log p.
Exact exact_entropy(const Distribution& p);
/// I(x) = −log p(x); +∞ at what cannot happen.
Exact exact_self_information(const Distribution& p, double x);
/// I(X; Y) = KL of the table and the product of its margins.
Exact exact_mutual_information(const Joint& table);

/// Binary digits of each point's word in a Huffman code (Proceedings of the IRE 40(9), 1952); 0 for what never happens
/// and for a point that always does.
std::vector<int> huffman_lengths(const std::vector<double>& probabilities);
/// The mean length of those words, in nats: log 2 a binary digit. It lies in [H(P), H(P) + log 2).
Exact huffman_mean_length(const std::vector<double>& probabilities);

}  // namespace ganzoo
