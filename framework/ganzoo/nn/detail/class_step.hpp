/// What the layers share that take a label beside their input.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ganzoo/nn/layer.hpp>
#include <ganzoo/nn/planner.hpp>
#include <span>
#include <stdexcept>

namespace ganzoo::nn {

/// Looks up a row of its parameters by the sample's class.
class ClassStep : public Step {
 protected:
  ClassStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : in_(in), out_(out), use_(use), labels_(planner.labels()) {
    if (!labels_) throw std::logic_error("a layer that takes labels is planned without any");
  }

  /// A row of a parameter [classes, columns].
  static float* row(std::span<float> parameter, std::int64_t columns, Label label) {
    return parameter.data() + label * columns;
  }
  Label label(std::int64_t sample) const { return labels_[sample]; }
  void clear(std::span<float> gradient) const {
    if (!use_.accumulate) std::ranges::fill(gradient, 0.F);
  }
  /// What the input is owed where the output is owed nothing.
  bool nothing_owed() const {
    if (!out_.owed && in_.owed) std::fill_n(in_.owed, use_.batch * in_.shape.size(), 0.F);
    return !out_.owed;
  }

  Port in_, out_;
  Use use_;

 private:
  const Label* labels_;
};

}  // namespace ganzoo::nn
