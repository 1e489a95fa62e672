#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {
namespace {

/// Calls visit(numbers of the window's line before the image, in it, behind it; where those in it lie) for each line of
/// each window at the places of `lines` lines.
template <class Visit>
GANZOO_INLINE void each_window_line(const PatchSizes& s, Int first, Int lines, const Visit& visit) {
  for (Int line = first; line < first + lines; ++line) {
    const Int image = line / s.out_height, top = line % s.out_height * s.stride - s.padding;
    for (Int place = 0; place < s.out_width; ++place) {
      const Int left = place * s.stride - s.padding;
      Int before = left < 0 ? -left : 0;
      if (before > s.kernel) before = s.kernel;
      Int end = s.width - left < s.kernel ? s.width - left : s.kernel;
      if (end < before) end = before;
      for (Int k = 0; k < s.kernel; ++k) {
        const Int y = top + k;
        if (y < 0 || y >= s.height || end == before) {
          visit(s.kernel * s.in, Int{0}, Int{0}, Int{0});
        } else {
          const Int at = ((image * s.height + y) * s.width + left + before) * s.in;
          visit(before * s.in, (end - before) * s.in, (s.kernel - end) * s.in, at);
        }
      }
    }
  }
}

template <class Number>
GANZOO_INLINE void unfold(const PatchSizes& sizes, const Number* x, Int first, Int lines, Number* columns) {
  each_window_line(sizes, first, lines, [&](Int before, Int inside, Int behind, Int at) GANZOO_ALWAYS {
    for (Int i = 0; i < before; ++i) columns[i] = 0;
    columns += before;
    for (Int i = 0; i < inside; ++i) columns[i] = x[at + i];
    columns += inside;
    for (Int i = 0; i < behind; ++i) columns[i] = 0;
    columns += behind;
  });
}

void im2col(const PatchSizes& sizes, const float* x, Int first, Int lines, float* columns) {
  unfold(sizes, x, first, lines, columns);
}

void im2col_halves(const PatchSizes& sizes, const std::uint16_t* x, Int first, Int lines, std::uint16_t* columns) {
  unfold(sizes, x, first, lines, columns);
}

void col2im(const PatchSizes& sizes, const float* columns, Int first, Int lines, float* x) {
  each_window_line(sizes, first, lines, [&](Int before, Int inside, Int behind, Int at) GANZOO_ALWAYS {
    columns += before;
    GANZOO_INDEPENDENT
    for (Int i = 0; i < inside; ++i) x[at + i] += columns[i];
    columns += inside + behind;
  });
}

void sum_blocks(const float* x, Int lines, Int width, Int channels, Int factor, float weight, float* sums) {
  const Int stride = width * factor * channels;
  for (Int line = 0; line < lines; ++line) {
    for (Int place = 0; place < width; ++place) {
      const float* corner = x + line * factor * stride + place * factor * channels;
      float* sum = sums + (line * width + place) * channels;
      clear(sum, channels);
      for (Int i = 0; i < factor * factor; ++i) {
        const float* pixel = corner + i / factor * stride + i % factor * channels;
        GANZOO_INDEPENDENT
        for (Int c = 0; c < channels; ++c) sum[c] += weight * pixel[c];
      }
    }
  }
}

void spread_blocks(const float* sums, Int lines, Int width, Int channels, Int factor, float weight, float* x) {
  for (Int line = 0; line < lines * factor; ++line) {
    for (Int place = 0; place < width * factor; ++place) {
      const float* sum = sums + (line / factor * width + place / factor) * channels;
      float* pixel = x + (line * width * factor + place) * channels;
      GANZOO_INDEPENDENT
      for (Int c = 0; c < channels; ++c) pixel[c] = weight * sum[c];
    }
  }
}

}  // namespace

const PatchLoops GANZOO_LEVEL_NAME(patch_loops_){
    .im2col = im2col,
    .im2col_halves = im2col_halves,
    .col2im = col2im,
    .sum_blocks = sum_blocks,
    .spread_blocks = spread_blocks,
};

}  // namespace ganzoo::nn::kernels
