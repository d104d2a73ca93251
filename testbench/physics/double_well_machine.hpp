// The worked example of docs/adding-a-machine.md: a machine whose nodes sit in double wells, coupled linearly.
//
//   tau dx_i/dt = x_i - x_i^3 + c (sum_j J_ij x_j + h_i),   s_i = sign x_i
//   E = sum x_i^4/4 - x_i^2/2 - c/2 sum_ij J_ij x_i x_j - c sum h_i x_i,   dE/dt = -tau |dx/dt|^2
//
// J and h have the papers' sign, the opposite of the project's: turned round once, in the constructor.
#pragma once

#include <cmath>
#include <memory>
#include <vector>

#include "models/analog/coupling_matrix.hpp"
#include "models/random.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass::testing {

struct DoubleWellDesign {
  double time_constant_s = 1e-6;  ///< tau
  double coupling = 2.0;          ///< c over the largest row sum of |J| and |h|
  double duration_s = 1e-4;
};

class DoubleWellMachine {
 public:
  struct Workspace {
    Ensemble<double> sums;
    AlignedFloats sums_block;
  };

  DoubleWellMachine(const Problem& problem, const DoubleWellDesign& design, KernelKind kernel)
      : design_(design), coupling_(problem, -1.0, CouplingStorage::automatic, kernel) {
    double largest = coupling_.largest_row_sum();
    for (const double h : problem.fields) largest = std::max(largest, std::abs(h));
    strength_ = largest > 0.0 ? design.coupling / largest : 0.0;
    field_ = -strength_ * Eigen::Map<const Eigen::ArrayXd>(problem.fields.data(), size());
  }

  // What the machine is.
  [[nodiscard]] Eigen::Index size() const { return coupling_.size(); }
  [[nodiscard]] Eigen::Index spins() const { return size(); }
  [[nodiscard]] std::vector<StateGroup> layout() const { return {{"voltage", "V", 0, size()}}; }
  [[nodiscard]] double duration_s() const { return design_.duration_s; }
  [[nodiscard]] bool has_noise() const { return false; }
  [[nodiscard]] const DoubleWellDesign& design() const { return design_; }
  void diffusion(double /*time_s*/, std::span<double> amplitude) const {
    std::fill(amplitude.begin(), amplitude.end(), 0.0);
  }

  // Where read `read` starts: a function of (seed, read, row) alone.
  void initial(std::uint64_t seed, std::uint32_t read, std::span<double> state) const {
    for (std::uint32_t i = 0; i < state.size(); ++i) {
      state[i] = 0.1 * random_normal({seed, read, 0, i, NoiseStream::initial});
    }
  }

  // The physics, once for double and once for blocks of floats.
  void rhs(double /*time_s*/, const ConstEnsembleView<double>& x, EnsembleView<double> rate, Workspace& w) const {
    w.sums.resize(x.rows(), x.cols());
    rates<double>(x, rate, {w.sums.data(), x.rows(), x.cols()});
  }
  void rhs(double /*time_s*/, const ConstEnsembleView<float>& x, EnsembleView<float> rate, Workspace& w) const {
    w.sums_block.resize(static_cast<std::size_t>(x.size()));
    rates<float>(x, rate, {w.sums_block.data(), x.rows(), x.cols()});
  }
  void energy(double /*time_s*/, const ConstEnsembleView<double>& x, std::span<double> values, Workspace& w) const {
    w.sums.resize(x.rows(), x.cols());
    coupling_.multiply(x, {w.sums.data(), x.rows(), x.cols()});
    const Ensemble<double> well = x.square().square() / 4.0 - x.square() / 2.0 - 0.5 * strength_ * x * w.sums;
    Eigen::Map<Eigen::ArrayXd>(values.data(), x.cols()) = (well - x.colwise() * field_).colwise().sum().transpose();
  }
  void energy(double time_s, const ConstEnsembleView<float>& x, std::span<double> values, Workspace& w) const {
    const Ensemble<double> copy = x.cast<double>();
    energy(time_s, ConstEnsembleView<double>(copy.data(), copy.rows(), copy.cols()), values, w);
  }

  // What a comparator reads.
  template <typename Scalar>
  void readout(const Eigen::Map<const Ensemble<Scalar>>& x, Eigen::Index replica, std::span<Spin> spins) const {
    for (Eigen::Index i = 0; i < x.rows(); ++i) spins[static_cast<std::size_t>(i)] = x(i, replica) >= 0 ? 1 : -1;
  }
  template <typename Scalar>
  [[nodiscard]] Eigen::Index undecided(const Eigen::Map<const Ensemble<Scalar>>& x, Eigen::Index replica) const {
    return (x.col(replica).abs() < Scalar{0.5}).count();
  }

 private:
  template <typename Scalar>
  void rates(const ConstEnsembleView<Scalar>& x, EnsembleView<Scalar> rate, EnsembleView<Scalar> sums) const {
    coupling_.multiply(x, sums);
    rate = x - x.cube() + static_cast<Scalar>(strength_) * sums;
    rate.colwise() += field_.cast<Scalar>();
    rate *= static_cast<Scalar>(1.0 / design_.time_constant_s);
  }

  DoubleWellDesign design_;
  CouplingMatrix coupling_;
  double strength_ = 0.0;
  Eigen::ArrayXd field_;
};

static_assert(SpinMachine<DoubleWellMachine>);

struct DoubleWellFamily {
  using Machine = DoubleWellMachine;

  static SamplerInfo info() {
    return {"double-well",
            SamplerKind::analog,
            "nodes in double wells, coupled linearly",
            {{"time_constant", "s", "tau of the nodes", 1e-6, 1e-12, 1.0, {}},
             {"coupling", "", "strength over the largest row sum", 2.0, 0.0, 10.0, {}},
             {"length", "tau", "duration of a read", 100.0, 1.0, 1e6, {}}}};
  }
  static DoubleWellMachine build(const Problem& problem, const Settings& settings, KernelKind kernel) {
    const double tau = settings.number("time_constant");
    return {problem, {tau, settings.number("coupling"), tau * settings.number("length")}, kernel};
  }
  static double step_s(const DoubleWellMachine& machine, const Settings& /*settings*/) {
    return 0.05 * machine.design().time_constant_s;
  }
  static Stepper stepper(const Settings& /*settings*/) { return Stepper::heun; }
  static bool energy_falls(const DoubleWellMachine& /*machine*/) { return true; }
  static void describe(const DoubleWellMachine& machine, const Settings& /*settings*/, SampleSet& set) {
    set.figures["time_constant_s"] = machine.design().time_constant_s;
    diagnose_undecided(set, "their nodes ended within half a volt of the ridge between the wells", "Raise length.");
  }
};

inline std::unique_ptr<AnalogModel> make_double_well_model() { return std::make_unique<ModelOf<DoubleWellFamily>>(); }

}  // namespace isinglass::testing
