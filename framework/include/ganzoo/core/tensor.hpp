/// Float memory: an owner aligned to cache lines, and row-major views of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace ganzoo {

/// A view of `rows` × `columns` contiguous numbers, one sample a row. It owns nothing.
template <class T>
struct MatrixView {
  T* data = nullptr;
  std::int64_t rows = 0;
  std::int64_t columns = 0;

  MatrixView() = default;
  MatrixView(T* d, std::int64_t r, std::int64_t c) : data(d), rows(r), columns(c) {}
  template <class U>
    requires(std::is_same_v<T, const U>)
  MatrixView(const MatrixView<U>& other) : data(other.data), rows(other.rows), columns(other.columns) {}

  std::int64_t size() const { return rows * columns; }
  std::span<T> row(std::int64_t i) const { return {data + i * columns, static_cast<std::size_t>(columns)}; }
  std::span<T> flat() const { return {data, static_cast<std::size_t>(size())}; }
  T& operator()(std::int64_t i, std::int64_t j) const { return data[i * columns + j]; }
  /// Rows [first, first + count).
  MatrixView slice(std::int64_t first, std::int64_t count) const { return {data + first * columns, count, columns}; }
};

using Matrix = MatrixView<float>;
using ConstMatrix = MatrixView<const float>;

/// Owner of zero-initialised floats, aligned to 64 bytes.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::int64_t size);

  float* data() const { return data_.get(); }
  std::int64_t size() const { return size_; }
  std::span<float> span() const { return {data_.get(), static_cast<std::size_t>(size_)}; }

 private:
  struct Free {
    void operator()(float* p) const { ::operator delete[](p, std::align_val_t{64}); }
  };
  std::unique_ptr<float[], Free> data_;
  std::int64_t size_ = 0;
};

inline Buffer::Buffer(std::int64_t size)
    : data_(new(std::align_val_t{64}) float[static_cast<std::size_t>(size)]()), size_(size) {}

/// A matrix that owns its numbers.
struct OwnedMatrix {
  Buffer memory;
  std::int64_t rows = 0, columns = 0;

  OwnedMatrix() = default;
  OwnedMatrix(std::int64_t r, std::int64_t c) : memory(r * c), rows(r), columns(c) {}
  Matrix view() const { return {memory.data(), rows, columns}; }
  operator Matrix() const { return view(); }
  operator ConstMatrix() const { return view(); }
};

}  // namespace ganzoo
