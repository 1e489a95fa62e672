/// One affine coupling (Dinh, Sohl-Dickstein & Bengio, ICLR 2017) of a vector's two halves, and what flows of them need:
/// forwards and backwards in floats of a batch, back to the noise in double.
///
///     y_kept = x_kept,  y_moved = x_moved ⊙ exp(s) + t,  s = reach · tanh(a),  (a, t) = W₂ tanh(W₁ x_kept + b₁) + b₂
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace ganzoo::flow {

/// How far one coupling stretches, at most: e^reach.
inline constexpr double reach = 2;

/// Which coordinates move: the upper half, or the lower one.
struct Split {
  std::int64_t kept_from, kept, moved_from, moved;

  Split(std::int64_t d, bool upper) {
    const std::int64_t lower = d / 2;
    kept_from = upper ? 0 : lower, kept = upper ? lower : d - lower;
    moved_from = upper ? lower : 0, moved = d - kept;
  }
};

/// The conditioner's numbers, of floats as they are trained or of their gradients.
template <class T>
struct Weights {
  std::span<T> w1, b1, w2, b2;  ///< [hidden, kept], [hidden], [2·moved, hidden], [2·moved]
};

/// The conditioner at one point, in the numbers N.
template <class N>
struct Conditioner {
  std::vector<N> unit, scale, shift;  ///< tanh units; s and t

  Conditioner(std::size_t hidden, std::size_t moved) : unit(hidden), scale(moved), shift(moved) {}

  template <class T>
  void at(const Weights<T>& w, std::span<const N> kept) {
    for (std::size_t i = 0; i < unit.size(); ++i) {
      N sum = w.b1[i];
      for (std::size_t j = 0; j < kept.size(); ++j) sum += w.w1[i * kept.size() + j] * kept[j];
      unit[i] = std::tanh(sum);
    }
    for (std::size_t k = 0; k < scale.size(); ++k) {
      scale[k] = static_cast<N>(reach) * std::tanh(row(w, k));
      shift[k] = row(w, scale.size() + k);
    }
  }

  /// From ∂/∂s and ∂/∂t, which are used up, to ∂/∂kept (added), and to the weights' gradients unless they are empty.
  template <class T, class G>
  void back(const Weights<T>& w, std::span<const N> kept, std::span<N> of_scale, std::span<const N> of_shift,
            std::span<N> of_kept, const Weights<G>& gradient) {
    const std::size_t h = unit.size(), m = scale.size();
    for (std::size_t k = 0; k < m; ++k) {
      const N share = scale[k] / static_cast<N>(reach);
      of_scale[k] *= static_cast<N>(reach) * (1 - share * share);
    }
    for (std::size_t i = 0; i < h; ++i) {
      N sum = 0;
      for (std::size_t k = 0; k < 2 * m; ++k) {
        const N g = k < m ? of_scale[k] : of_shift[k - m];
        sum += w.w2[k * h + i] * g;
        if (!gradient.w2.empty()) gradient.w2[k * h + i] += static_cast<G>(g * unit[i]);
      }
      const N before = sum * (1 - unit[i] * unit[i]);
      for (std::size_t j = 0; j < kept.size(); ++j) {
        of_kept[j] += w.w1[i * kept.size() + j] * before;
        if (!gradient.w1.empty()) gradient.w1[i * kept.size() + j] += static_cast<G>(before * kept[j]);
      }
      if (!gradient.b1.empty()) gradient.b1[i] += static_cast<G>(before);
    }
    for (std::size_t k = 0; k < 2 * m && !gradient.b2.empty(); ++k)
      gradient.b2[k] += static_cast<G>(k < m ? of_scale[k] : of_shift[k - m]);
  }

 private:
  template <class T>
  N row(const Weights<T>& w, std::size_t k) const {
    N sum = w.b2[k];
    for (std::size_t i = 0; i < unit.size(); ++i) sum += w.w2[k * unit.size() + i] * unit[i];
    return sum;
  }
};

}  // namespace ganzoo::flow
