// Checks the shapes of arrays and turns them into matrices.
#include "sim/io/matrix_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/io/text_file.hpp"

namespace isinglass {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<double> numbers_of(const NpyArray& array, const std::string& file, const std::string& what,
                               std::size_t dimensions, const std::string& hint) {
  if (array.shape.size() != dimensions) {
    throw InputError(fmt::format("{}: {} has {} dimension{} ({}), but needs {}", file, what, array.shape.size(),
                                 array.shape.size() == 1 ? "" : "s", fmt::join(array.shape, " x "), dimensions),
                     hint);
  }
  std::vector<double> values = npy_as_doubles(array);
  for (const double value : values) {
    if (std::isfinite(value)) continue;
    throw InputError(fmt::format("{}: {} holds {}, which is no number to calculate with", file, what, value),
                     "look for NaN and infinity in the array");
  }
  return values;
}

}  // namespace

Eigen::MatrixXd matrix_of(const NpyArray& array, const std::string& file, const std::string& what) {
  const auto values =
      numbers_of(array, file, what, 2, "save it as rows x columns; numpy's A[:, None] makes one column");
  return Eigen::Map<const RowMajor>(values.data(), static_cast<Eigen::Index>(array.shape[0]),
                                    static_cast<Eigen::Index>(array.shape[1]));
}

Eigen::VectorXd vector_of(const NpyArray& array, const std::string& file, const std::string& what) {
  const auto values = numbers_of(array, file, what, 1, "save it as one row of numbers; numpy's s.ravel() makes one");
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

Eigen::MatrixXd read_matrix(const std::string& file, const std::string& what) {
  return matrix_of(read_npy(read_text_file(file), file), file, what);
}

Eigen::VectorXd read_vector(const std::string& file, const std::string& what) {
  return vector_of(read_npy(read_text_file(file), file), file, what);
}

NpyArray npy_of(const Eigen::MatrixXd& matrix) {
  const RowMajor rows = matrix;
  return make_npy(std::span<const double>(rows.data(), static_cast<std::size_t>(rows.size())),
                  {static_cast<std::size_t>(rows.rows()), static_cast<std::size_t>(rows.cols())});
}

NpyArray npy_of(const Eigen::VectorXd& vector) {
  return make_npy(std::span<const double>(vector.data(), static_cast<std::size_t>(vector.size())),
                  {static_cast<std::size_t>(vector.size())});
}

}  // namespace isinglass
