// Matrices and vectors from NumPy files, as Eigen's.
#pragma once

#include <Eigen/Dense>
#include <string>

#include "sim/io/npy.hpp"

namespace isinglass {

/// A two-dimensional array of numbers; `what` names it in messages ("the dictionary"). InputError when it has another
/// number of dimensions or holds NaN or infinity.
Eigen::MatrixXd matrix_of(const NpyArray& array, const std::string& file, const std::string& what);
/// A one-dimensional array of numbers.
Eigen::VectorXd vector_of(const NpyArray& array, const std::string& file, const std::string& what);

/// The same from a .npy file (`-` is standard input). InputError when it cannot be read.
Eigen::MatrixXd read_matrix(const std::string& file, const std::string& what);
Eigen::VectorXd read_vector(const std::string& file, const std::string& what);

/// A .npy or .npz array of a matrix (row-major) or a vector.
NpyArray npy_of(const Eigen::MatrixXd& matrix);
NpyArray npy_of(const Eigen::VectorXd& vector);

}  // namespace isinglass
