// Generative models from NumPy archives: what is read, what is filled in, what is refused.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "models/error.hpp"
#include "sim/io/atomic_file.hpp"
#include "sim/io/generative_model_file.hpp"
#include "sim/io/matrix_file.hpp"
#include "sim/io/npz.hpp"

using namespace isinglass;

namespace {

NpzArrays good_arrays() {
  NpzArrays arrays;
  arrays["y"] = npy_of(Eigen::VectorXd(Eigen::Vector3d(1.0, 2.0, 3.0)));
  Eigen::MatrixXd weights(3, 2);
  weights << 1, 2, 3, 4, 5, 6;
  arrays["W0"] = npy_of(weights);
  return arrays;
}

GenerativeModel read_back(const NpzArrays& arrays) {
  const auto path = std::filesystem::temp_directory_path() / ("isinglass-model-" + std::to_string(getpid()) + ".npz");
  write_file(path, write_npz(arrays));
  GenerativeModel model = read_generative_model(path.string());
  std::filesystem::remove(path);
  return model;
}

std::string refusal(const NpzArrays& arrays) {
  try {
    read_back(arrays);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a model is read with its rows in order, and what is missing is filled in") {
  const GenerativeModel model = read_back(good_arrays());
  CHECK(model.layers() == 1);
  CHECK(model.weights[0](0, 1) == 2.0);
  CHECK(model.weights[0](2, 0) == 5.0);
  CHECK(model.precision[0].isIdentity(0.0));
  CHECK(model.precision[1].rows() == 2);
  CHECK(model.prior.isZero(0.0));
}

TEST_CASE("a precision may be a diagonal or a matrix") {
  NpzArrays arrays = good_arrays();
  arrays["P0"] = npy_of(Eigen::VectorXd(Eigen::Vector3d(4.0, 5.0, 6.0)));
  arrays["P1"] = npy_of(Eigen::MatrixXd(2.0 * Eigen::MatrixXd::Identity(2, 2)));
  arrays["prior"] = npy_of(Eigen::VectorXd(Eigen::Vector2d(0.5, -0.5)));
  const GenerativeModel model = read_back(arrays);
  CHECK(model.precision[0](1, 1) == 5.0);
  CHECK(model.precision[0](0, 1) == 0.0);
  CHECK(model.precision[1](1, 1) == 2.0);
  CHECK(model.prior[1] == -0.5);
}

TEST_CASE("archives that are no model are refused by name") {
  NpzArrays arrays = good_arrays();
  arrays.erase("y");
  CHECK(refusal(arrays).find("there is no array y") != std::string::npos);
  arrays = good_arrays();
  arrays.erase("W0");
  CHECK(refusal(arrays).find("there is no array W0") != std::string::npos);
  arrays = good_arrays();
  arrays["V0"] = arrays["y"];
  CHECK(refusal(arrays).find("nothing is known about the array V0") != std::string::npos);
  arrays = good_arrays();
  arrays["W2"] = arrays["W0"];  // W1 is missing, so W2 is left over
  CHECK(refusal(arrays).find("nothing is known about the array W2") != std::string::npos);
  arrays = good_arrays();
  arrays["y"] = npy_of(Eigen::VectorXd(Eigen::Vector2d(1.0, 2.0)));
  CHECK(refusal(arrays).find("the weights W0 are 3 x 2, but layer 0 has 2 units") != std::string::npos);
}
