// Reads generative models.
#include "sim/io/generative_model_file.hpp"

#include <fmt/format.h>

#include "sim/io/matrix_file.hpp"
#include "sim/io/npz.hpp"
#include "sim/io/text_file.hpp"

namespace isinglass {
namespace {

constexpr const char* kArrays = "the arrays are y, W0, W1 …, and if wanted P0, P1 …, prior";

Eigen::MatrixXd precision_of(const NpyArray& array, const std::string& file, const std::string& name) {
  const std::string what = "the precision " + name;
  if (array.shape.size() == 1) return vector_of(array, file, what).asDiagonal();
  return matrix_of(array, file, what);
}

/// Takes an array out, so that what is left was not understood.
std::optional<NpyArray> take(NpzArrays& arrays, const std::string& name) {
  const auto found = arrays.find(name);
  if (found == arrays.end()) return std::nullopt;
  NpyArray array = std::move(found->second);
  arrays.erase(found);
  return array;
}

}  // namespace

GenerativeModel read_generative_model(const std::string& file) {
  NpzArrays arrays = read_npz(read_text_file(file), file);
  GenerativeModel model;
  model.name = file;
  const auto observation = take(arrays, "y");
  if (!observation) throw InputError(fmt::format("{}: there is no array y, the observation", file), kArrays);
  model.observation = vector_of(*observation, file, "the observation y");
  for (std::size_t l = 0;; ++l) {
    const std::string name = fmt::format("W{}", l);
    const auto weights = take(arrays, name);
    if (!weights) break;
    model.weights.push_back(matrix_of(*weights, file, "the weights " + name));
  }
  if (model.weights.empty()) throw InputError(fmt::format("{}: there is no array W0, the weights", file), kArrays);
  for (std::size_t l = 0; l <= model.layers(); ++l) {
    const auto precision = take(arrays, fmt::format("P{}", l));
    const Eigen::Index units = l == 0 ? model.observation.size() : model.weights[l - 1].cols();
    model.precision.push_back(precision ? precision_of(*precision, file, fmt::format("P{}", l))
                                        : Eigen::MatrixXd::Identity(units, units));
  }
  const auto prior = take(arrays, "prior");
  model.prior = prior ? vector_of(*prior, file, "the prior") : Eigen::VectorXd::Zero(model.weights.back().cols());
  if (!arrays.empty()) {
    throw InputError(fmt::format("{}: nothing is known about the array {}", file, arrays.begin()->first), kArrays);
  }
  check_generative_model(model);
  return model;
}

}  // namespace isinglass
