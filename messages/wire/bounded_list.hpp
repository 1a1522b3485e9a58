// A list of at most `Max` elements that needs no heap.

#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>

namespace msg::wire {

template <class T, size_t Max>
class bounded_list {
public:
  using value_type = T;
  static constexpr size_t size_max = Max;

  bounded_list() = default;
  bounded_list(std::initializer_list<T> xs) {
    for (const auto& x : xs)
      push_back(x);
  }

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* begin() { return items_.data(); }
  T* end() { return items_.data() + size_; }
  const T* begin() const { return items_.data(); }
  const T* end() const { return items_.data() + size_; }
  T& operator[](size_t i) { return items_[i]; }
  const T& operator[](size_t i) const { return items_[i]; }

  /// `size` at most `Max`. New elements are as constructed.
  void resize(size_t size) {
    assert(size <= Max);
    for (auto i = size; i < size_; ++i)
      items_[i] = T{};
    size_ = size;
  }
  /// Only while there is room.
  void push_back(const T& x) {
    assert(size_ < Max);
    items_[size_++] = x;
  }

  friend bool operator==(const bounded_list& a, const bounded_list& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

private:
  std::array<T, Max> items_{};
  size_t size_ = 0;
};

} // namespace msg::wire
