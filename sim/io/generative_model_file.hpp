// Generative models from NumPy archives.
#pragma once

#include <string>

#include "models/problem/generative_model.hpp"

namespace isinglass {

/// Reads a .npz archive with the arrays
///   y        the observation, one dimension
///   W0, W1 … the weights, rows of the layer predicted x columns of the layer above
///   P0, P1 … the precisions: a matrix, or one dimension for a diagonal one; what is missing is the identity
///   prior    of the top layer, one dimension; zeros when missing
/// InputError for anything else, or when the model makes no sense (check_generative_model).
GenerativeModel read_generative_model(const std::string& file);

}  // namespace isinglass
