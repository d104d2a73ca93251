// The noise that the flaws of nodes add to a machine: white, thermal, of phases. Amplitudes per row for the steppers,
// and the noise of resistors between two nodes, which drives both at once.
#pragma once

#include <cmath>
#include <vector>

#include "models/analog/flaws/node_flaws.hpp"
#include "models/analog/flaws/row_flaws.hpp"
#include "models/analog/machine.hpp"
#include "models/error.hpp"
#include "models/numeric/aligned.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {

/// Noise of one resistor between two rows: what one standard normal times sqrt(step) does to each.
struct NoisyBranch {
  Eigen::Index from, to;
  double on_from, on_to;
};

struct NoiseFlaws {
  std::vector<double> extra;  ///< state/sqrt(s) per row, before the row's scale; empty without
  std::vector<NoisyBranch> branches;

  [[nodiscard]] bool any() const { return !extra.empty() || !branches.empty(); }
};

/// The frequency of a machine of oscillators, Hz; UsageError where it does not know it.
template <Machine M>
double carrier_of([[maybe_unused]] const M& machine) {
  if constexpr (RotatingMachine<M>) {
    return machine.carrier_hz();
  } else if constexpr (CarrierMachine<M>) {
    return machine.design().frequency_hz;
  } else {
    throw UsageError("this machine does not know the frequency of its oscillators",
                     "give phase_noise instead of jitter, and no coupling_delay");
  }
}

namespace flaw_detail {

inline void add_noise(std::size_t row, double amplitude, std::size_t rows, NoiseFlaws& noise) {
  if (noise.extra.empty()) noise.extra.assign(rows, 0.0);
  noise.extra[row] = std::hypot(noise.extra[row], amplitude);
}

template <typename M>
void set_thermal_noise(const M& machine, const NodeFlaws& flaws, const RowFlaws& rows, NoiseFlaws& noise) {
  if (flaws.temperature_k == 0.0) return;
  if constexpr (CircuitMachine<M>) {
    const std::size_t count = rows.scale.size();
    std::vector<double> capacitance(count);
    std::vector<double> conductance(count);
    machine.capacitance_f(capacitance);
    machine.conductance_s(conductance);
    for (std::size_t i = 0; i < count; ++i) {
      if (!(capacitance[i] > 0.0)) continue;
      const double total = conductance[i] + rows.leak[i] * capacitance[i];
      if (total > 0.0) {
        const double current = std::sqrt(2.0 * kBoltzmann * flaws.temperature_k * total);
        add_noise(i, current / capacitance[i], count, noise);
      }
    }
    if constexpr (BranchedCircuit<M>) {
      for (const ThermalBranch& b : machine.thermal_branches()) {
        const double current = std::sqrt(2.0 * kBoltzmann * flaws.temperature_k * b.conductance_s);
        const auto on = [&](Eigen::Index node) {
          const auto row = static_cast<std::size_t>(node);
          return capacitance[row] > 0.0 ? current * rows.scale[row] / capacitance[row] : 0.0;
        };
        noise.branches.push_back({b.from, b.to, on(b.from), b.inverted ? on(b.to) : -on(b.to)});
      }
    }
  } else {
    throw UsageError("this machine has no capacitances, so a temperature in kelvin says nothing about its noise",
                     "give white_noise instead");
  }
}

/// K_n on every phase; across the carrier, and as much along it, where the state is amplitudes.
template <typename M>
void add_phase_noise([[maybe_unused]] const M& machine, double amplitude, const RowFlaws& rows, NoiseFlaws& noise) {
  const std::size_t count = rows.scale.size();
  for (const Eigen::Index row : rows.phases) add_noise(static_cast<std::size_t>(row), amplitude, count, noise);
  if constexpr (RotatingMachine<M>) {
    for (std::size_t row = 0; row < count; ++row) {
      add_noise(row, amplitude * machine.carrier_amplitude(), count, noise);
    }
  }
}

template <typename M>
void set_phase_noise(const M& machine, const NodeFlaws& flaws, const RowFlaws& rows, NoiseFlaws& noise) {
  if (!flaws.phase_noise_dbc && flaws.jitter_s == 0.0) return;
  if (rows.phases.empty() && !RotatingMachine<M>) {
    throw UsageError("phase noise and jitter have a meaning only for a machine of oscillators",
                     "give white_noise instead");
  }
  if (flaws.phase_noise_dbc) {
    add_phase_noise(machine, phase_diffusion(*flaws.phase_noise_dbc, flaws.phase_noise_offset_hz), rows, noise);
  }
  if (flaws.jitter_s > 0.0) {
    add_phase_noise(machine, jitter_diffusion(flaws.jitter_s, carrier_of(machine)), rows, noise);
  }
}

}  // namespace flaw_detail

/// `rows` as before nodes are stuck. UsageError for a stage that has no meaning for the machine.
template <Machine M>
NoiseFlaws noise_flaws(const M& machine, const NodeFlaws& flaws, const RowFlaws& rows) {
  NoiseFlaws noise;
  if (flaws.white_noise > 0.0) {
    flaw_detail::for_analog_rows(machine, [&](std::size_t row, bool /*is_phase*/) {
      flaw_detail::add_noise(row, flaws.white_noise, rows.scale.size(), noise);
    });
  }
  flaw_detail::set_thermal_noise(machine, flaws, rows, noise);
  flaw_detail::set_phase_noise(machine, flaws, rows, noise);
  return noise;
}

/// Adds the noise currents of a step to `state`. They have no state of their own, so that adding them at its end is
/// Euler and Maruyama's rule whatever the stepper is. `normals` is scratch.
template <typename Scalar>
void shake_branches(const std::vector<NoisyBranch>& branches, const EnsembleKernels& kernels, const StepEnd& end,
                    EnsembleView<Scalar>& state, AlignedFloats& normals) {
  normals.resize(branches.size() * kBlockWidth);
  kernels.normals(
      {.seed = end.seed, .read = end.first_read, .step = end.step, .index = 0, .stream = NoiseStream::branches},
      static_cast<std::int64_t>(branches.size()), normals.data());
  const double root = std::sqrt(end.step_s);
  const float* normal = normals.data();
  for (const NoisyBranch& branch : branches) {
    const auto on_from = static_cast<Scalar>(root * branch.on_from);
    const auto on_to = static_cast<Scalar>(root * branch.on_to);
    for (Eigen::Index r = 0; r < state.cols(); ++r) {
      const auto current = static_cast<Scalar>(normal[r]);
      state(branch.from, r) += on_from * current;
      state(branch.to, r) += on_to * current;
    }
    normal += kBlockWidth;
  }
}

}  // namespace isinglass
