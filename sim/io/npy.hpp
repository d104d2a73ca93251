// NumPy's array files (.npy): one array of numbers with its shape. Format: numpy.lib.format, versions 1.0 to 3.0.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/error.hpp"

namespace isinglass {

/// One array in row-major order, little-endian, as stored.
struct NpyArray {
  std::string type;                ///< NumPy's code: "|i1", "<i4", "<f8" …
  std::vector<std::size_t> shape;  ///< empty for a single number
  std::string bytes;
  [[nodiscard]] std::size_t size() const;  ///< number of elements
};

/// NumPy's code of a C++ number type.
template <class Number>
constexpr std::string_view npy_type();
template <>
constexpr std::string_view npy_type<std::int8_t>() {
  return "|i1";
}
template <>
constexpr std::string_view npy_type<std::int32_t>() {
  return "<i4";
}
template <>
constexpr std::string_view npy_type<std::int64_t>() {
  return "<i8";
}
template <>
constexpr std::string_view npy_type<float>() {
  return "<f4";
}
template <>
constexpr std::string_view npy_type<double>() {
  return "<f8";
}

/// An array of `values` in row-major order; the product of `shape` is the number of values.
template <class Number>
NpyArray make_npy(std::span<const Number> values, std::vector<std::size_t> shape) {
  NpyArray array{std::string(npy_type<Number>()), std::move(shape), std::string(values.size_bytes(), '\0')};
  if (array.size() != values.size()) throw Error(ExitCode::internal, "an array's shape does not match its values");
  if (!values.empty()) std::memcpy(array.bytes.data(), values.data(), values.size_bytes());
  return array;
}
template <class Number>
NpyArray make_npy(const std::vector<Number>& values) {
  return make_npy(std::span<const Number>(values), {values.size()});
}

/// The values of an array whose type is exactly Number; InputError otherwise.
template <class Number>
std::vector<Number> npy_values(const NpyArray& array) {
  if (array.type != npy_type<Number>()) {
    throw InputError("an array holds " + array.type + " where " + std::string(npy_type<Number>()) + " was expected");
  }
  std::vector<Number> values(array.size());
  if (!values.empty()) std::memcpy(values.data(), array.bytes.data(), array.bytes.size());
  return values;
}

/// The values of an array of any integer, boolean or real type, as doubles.
std::vector<double> npy_as_doubles(const NpyArray& array);

/// The bytes of a .npy file.
std::string write_npy(const NpyArray& array);

/// Reads the bytes of a .npy file; Fortran order is turned into row-major order. `name` is used in messages.
/// Throws InputError for anything that is not an array of plain little-endian numbers.
NpyArray read_npy(std::string_view bytes, std::string_view name);

}  // namespace isinglass
