// Every vector kernel that this processor can run, against plain double arithmetic and against Random123.
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "models/analog/coupling_matrix.hpp"
#include "models/error.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

/// Box and Muller in double from the words of random_words, as ensemble_kernels.hpp says.
double reference_normal(std::uint64_t seed, std::uint32_t read, std::uint32_t step, std::uint32_t row) {
  const auto words = random_words({seed, read, step, row / 4, NoiseStream::dynamics});
  const std::size_t pair = (row % 4) / 2 * 2;
  const double uniform = (static_cast<double>(words[pair] >> 1U) + 0.5) * 0x1p-31;
  const double angle = static_cast<double>(static_cast<std::int32_t>(words[pair + 1])) * 0x1p-31 * std::numbers::pi;
  const double radius = std::sqrt(-2.0 * std::log(uniform));
  return radius * (row % 2 == 0 ? std::cos(angle) : std::sin(angle));
}

AlignedFloats random_block(std::size_t cells, std::uint32_t seed) {
  RandomStream random(seed, 0, 2);
  AlignedFloats block(cells);
  for (auto& value : block) value = static_cast<float>(2.0 * random.uniform() - 1.0);
  return block;
}

}  // namespace

TEST_CASE("sine and cosine are within 1.5e-7 up to 100 radians on every kernel") {
  for (const auto kind : available_kernels()) {
    constexpr std::size_t rows = 20000;
    AlignedFloats phase = random_block(rows * kBlockWidth, 1);
    for (std::size_t k = 0; k < phase.size(); ++k) phase[k] *= k % 2 == 0 ? 100.0F : 4.0F;
    phase[0] = 0.0F;
    phase[1] = std::numbers::pi_v<float>;
    AlignedFloats trig(rows * kTrigWidth);
    ensemble_kernels(kind).trigonometry(phase.data(), rows, trig.data());
    double worst = 0.0;
    for (std::size_t k = 0; k < phase.size(); ++k) {
      const std::size_t at = k / kBlockWidth * kTrigWidth + k % kBlockWidth;
      worst = std::max(worst, std::abs(double{trig[at]} - std::cos(double{phase[k]})));
      worst = std::max(worst, std::abs(double{trig[at + kBlockWidth]} - std::sin(double{phase[k]})));
    }
    INFO(to_string(kind) << " worst error " << worst);
    CHECK(worst < 1.5e-7);
  }
}

TEST_CASE("the hyperbolic tangent is within 4e-7 of its value, however small or large, on every kernel") {
  for (const auto kind : available_kernels()) {
    constexpr std::size_t rows = 4000;
    AlignedFloats in = random_block(rows * kBlockWidth, 1);
    for (std::size_t k = 0; k < in.size(); ++k) in[k] *= std::pow(10.0F, static_cast<float>(k % 8) - 5.0F);
    in[0] = 0.0F;
    in[1] = 1e30F;
    in[2] = -std::numeric_limits<float>::infinity();
    AlignedFloats out(in.size());
    ensemble_kernels(kind).saturate(1.5F, in.data(), rows, out.data());
    double worst = 0.0;
    for (std::size_t k = 0; k < in.size(); ++k) {
      const double expected = std::tanh(double{1.5F * in[k]});
      worst = std::max(worst, std::abs(double{out[k]} - expected) / std::max(std::abs(expected), 1e-30));
    }
    INFO(to_string(kind) << " worst relative error " << worst);
    CHECK(worst < 4e-7);
    in[0] = std::numeric_limits<float>::quiet_NaN();
    ensemble_kernels(kind).saturate(1.0F, in.data(), 1, in.data());
    CHECK(std::isnan(in[0]));
  }
}

TEST_CASE("noise is Random123's Philox and Box-Muller, read by read, on every kernel") {
  for (const auto kind : available_kernels()) {
    constexpr std::uint32_t rows = 1001;  // not a multiple of four
    AlignedFloats noise(rows * kBlockWidth);
    const NoiseCounter origin{0x123456789abcdefULL, 32, 77, 0, NoiseStream::dynamics};
    ensemble_kernels(kind).normals(origin, rows, noise.data());
    double worst = 0.0;
    for (std::uint32_t row = 0; row < rows; ++row) {
      for (std::uint32_t c = 0; c < kBlockWidth; ++c) {
        const double expected = reference_normal(origin.seed, origin.read + c, origin.step, row);
        worst = std::max(worst,
                         std::abs(double{noise[row * kBlockWidth + c]} - expected) / std::max(1.0, std::abs(expected)));
      }
    }
    INFO(to_string(kind) << " worst error " << worst);
    CHECK(worst < 2e-6);
  }
}

TEST_CASE("noise has the moments of independent standard normals") {
  // 8.2 million values; each bound is five standard errors, so the test fails by chance once in about 200,000 runs.
  constexpr std::uint32_t rows = 512;
  constexpr std::uint32_t steps = 1000;
  AlignedFloats noise(rows * kBlockWidth);
  double sum = 0.0, squares = 0.0, fourth = 0.0, neighbours = 0.0, beyond = 0.0;
  for (std::uint32_t step = 0; step < steps; ++step) {
    ensemble_kernels(available_kernels().back()).normals({5, 0, step, 0, NoiseStream::dynamics}, rows, noise.data());
    for (std::size_t k = 0; k < noise.size(); ++k) {
      const double z = noise[k];
      sum += z;
      squares += z * z;
      fourth += z * z * z * z;
      beyond += std::abs(z) > 3.0 ? 1.0 : 0.0;
      if (k >= kBlockWidth) neighbours += z * double{noise[k - kBlockWidth]};  // the other half of the same pair, too
    }
  }
  const double count = 1.0 * rows * kBlockWidth * steps;
  const double tail = std::erfc(3.0 / std::numbers::sqrt2);
  CHECK(std::abs(sum / count) < 5.0 / std::sqrt(count));
  CHECK(std::abs(squares / count - 1.0) < 5.0 * std::sqrt(2.0 / count));
  CHECK(std::abs(fourth / count - 3.0) < 5.0 * std::sqrt(96.0 / count));
  CHECK(std::abs(neighbours / count) < 5.0 / std::sqrt(count));
  CHECK(std::abs(beyond / count - tail) < 5.0 * std::sqrt(tail / count));
}

TEST_CASE("sparse and dense products agree with double arithmetic on every kernel and width") {
  for (const auto kind : available_kernels()) {
    for (const std::int32_t n : {1, 3, 13, 60, 97}) {
      const Problem problem = testing::random_problem(n, 0.4, 3, true);
      for (const auto storage : {CouplingStorage::sparse, CouplingStorage::dense}) {
        const CouplingMatrix matrix(problem, -1.0, storage, kind);
        CHECK(matrix.is_dense() == (storage == CouplingStorage::dense));
        for (const int width : {kBlockWidth, kTrigWidth}) {
          const auto cells = static_cast<std::size_t>(n) * static_cast<std::size_t>(width);
          const AlignedFloats in = random_block(cells, 9);
          AlignedFloats out(cells, 1e9F);
          matrix.multiply(ConstEnsembleView<float>(in.data(), n, width), EnsembleView<float>(out.data(), n, width));
          const Ensemble<double> wide = ConstEnsembleView<float>(in.data(), n, width).cast<double>();
          const Eigen::MatrixXd expected = -dense_couplings(problem) * wide.matrix();
          const Eigen::MatrixXd got = ConstEnsembleView<float>(out.data(), n, width).cast<double>();
          CHECK((got - expected).cwiseAbs().maxCoeff() < 1e-5);
        }
      }
    }
  }
}

TEST_CASE("the phase model's rates in single precision follow those in double on every kernel") {
  const Problem problem = testing::random_problem(50, 0.3, 21, true);
  for (const auto kind : available_kernels()) {
    const OscillatorMachine machine = testing::frozen_machine(problem, 1.3, 0.7, 0.0, 5.0, kind);
    const AlignedFloats phase = random_block(50 * kBlockWidth, 4);
    AlignedFloats rate(phase.size());
    const Ensemble<double> wide = 5.0 * ConstEnsembleView<float>(phase.data(), 50, kBlockWidth).cast<double>();
    AlignedFloats scaled(phase.size());
    for (std::size_t k = 0; k < scaled.size(); ++k) scaled[k] = static_cast<float>(wide.data()[k]);
    Ensemble<double> expected(50, kBlockWidth);
    OscillatorMachine::Workspace workspace;
    machine.rhs(0.0, ConstEnsembleView<float>(scaled.data(), 50, kBlockWidth),
                EnsembleView<float>(rate.data(), 50, kBlockWidth), workspace);
    machine.rhs(0.0, ConstEnsembleView<double>(wide.data(), 50, kBlockWidth),
                EnsembleView<double>(expected.data(), 50, kBlockWidth), workspace);
    const Ensemble<double> got = ConstEnsembleView<float>(rate.data(), 50, kBlockWidth).cast<double>();
    CHECK((got - expected).abs().maxCoeff() < 2e-5);
  }
}

TEST_CASE("a kernel is chosen by name, and an unknown one is refused") {
  CHECK(choose_kernel("auto") == available_kernels().back());
  CHECK(choose_kernel("generic") == KernelKind::generic);
  CHECK_THROWS_WITH(choose_kernel("neon"), "there is no kernel 'neon'");
}
