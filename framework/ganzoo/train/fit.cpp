#include <ganzoo/train/fit.hpp>

#include <stdexcept>

namespace ganzoo {

FitScene::~FitScene() = default;
Fit::Fit() = default;
Fit::~Fit() = default;

Objective Fit::update(FitScene&) { throw std::logic_error("what stands in the generator's place has no updates"); }

Objective Fit::critic(ConstMatrix, ConstMatrix, Matrix, Matrix) { throw std::logic_error("a fit has no critic"); }

Objective Fit::generator(ConstMatrix, ConstMatrix, Matrix, Matrix) { throw std::logic_error("a fit has no critic"); }

}  // namespace ganzoo
