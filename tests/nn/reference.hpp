/// Layers in plain double loops, written from their definitions alone: what tests hold the fast ones to.
#pragma once

#include <cstddef>
#include <ganzoo/nn/activation.hpp>
#include <memory>
#include <vector>

namespace ganzoo::nn::reference {

using Numbers = std::vector<double>;  ///< [rows, columns] row-major

/// One layer; the four passes mean what those of nn::Step mean. Gradients of parameters are added up.
class Layer {
 public:
  virtual ~Layer() = default;
  virtual Numbers forward(const Numbers& x) = 0;
  virtual Numbers backward(const Numbers& gradient) = 0;
  virtual Numbers tangent(const Numbers& x_tangent) = 0;
  /// What the output is owed → what the input is owed.
  virtual Numbers tangent_backward(const Numbers& owed) = 0;

  std::vector<Numbers> parameters, gradients;  ///< in the order in which nn's layer declares them
};

using LayerPtr = std::unique_ptr<Layer>;

LayerPtr dense(std::size_t in, std::size_t out, bool bias = true);
LayerPtr maxout(std::size_t in, std::size_t out, std::size_t pieces);
LayerPtr activation(Activation);
/// Dropout with its mask given.
LayerPtr mask(Numbers mask);
LayerPtr scale_shift(std::size_t columns);
/// Normalised by the batch, or by the given statistics where `mean` is not empty.
LayerPtr batch_norm(std::size_t columns, double epsilon, Numbers mean = {}, Numbers variance = {});
/// Images [samples, height, width, channels], windows of kernel × kernel.
struct Window {
  std::size_t height, width, in, out, kernel, stride, padding, output_padding = 0;
  bool bias = true;
};
LayerPtr conv2d(const Window&);
LayerPtr conv_transpose2d(const Window&);
/// Of samples of `size` numbers, the last of whose dimensions is `channels`; each group of channels by itself.
LayerPtr layer_norm(std::size_t size, std::size_t channels, double epsilon, std::size_t groups = 1);
/// nn::attend() over so many positions.
LayerPtr attend(std::size_t positions, std::size_t keys, std::size_t channels);
/// One learned factor for all.
LayerPtr gain();
LayerPtr upsample(std::size_t height, std::size_t width, std::size_t channels, std::size_t factor);
/// `weight` times the sum over each factor × factor block.
LayerPtr pool(std::size_t height, std::size_t width, std::size_t channels, std::size_t factor, double weight);
/// Samples of `size` numbers, packs of so many members.
LayerPtr pack(std::size_t size, std::size_t channels, std::size_t members);
LayerPtr minibatch_stddev(std::size_t size, std::size_t channels, std::size_t group);
/// A null shortcut is the identity.
LayerPtr residual(LayerPtr body, LayerPtr shortcut);
/// The first parameter, as a matrix of u.size() rows, divided by |Wᵀu|; u is constant, |u| = 1.
LayerPtr spectral_norm(LayerPtr linear, Numbers u);
LayerPtr sequential(std::vector<LayerPtr> layers);

/// φ, φ′, φ″ at a; the derivatives at a kink are those from the left.
double value(Activation, double a);
double slope(Activation, double a);
double bend(Activation, double a);

}  // namespace ganzoo::nn::reference
