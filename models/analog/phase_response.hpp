// The phase macromodel of an oscillator and what averaging makes of it: from any circuit that oscillates to the
// coupling function and the locking strength of the phase machine.
//
// A small signal b(t) added to the equations of an oscillator on its limit cycle x_s(t) shifts its time by alpha(t),
//
//   dalpha/dt = v1(t + alpha)^T b(t),    v1(t)^T dx_s/dt = 1,
//
// with v1 the perturbation projection vector, the periodic solution of the adjoint equation (Demir, Mehrotra and
// Roychowdhury, IEEE Trans. Circuits Syst. I 47, 655 (2000)). Averaged over a period (generalised Adler equation;
// Bhansali and Roychowdhury, ASP-DAC 2009), with phases phi = w0 (t + alpha):
//
//   neighbours with outputs x(phi_j) injected with strength g:  dphi_i/dt = -w0 g strength c(phi_i - phi_j)
//   a signal A cos(k w t) injected, psi = phi - w t:            dpsi/dt = w0 - w + w0 A strength cos(k psi + lag)
//
// Only the k-th harmonic of v1 answers to a signal at k times the frequency: an oscillator with odd symmetry, whose v1
// has no even harmonics, cannot be locked by an added signal at twice its frequency.
//
// Deviations: of v1 only the component is kept whose equation the signals are added to; everything is averaged, to
// first order in the signals, where the papers' equation still holds within a period; series end at a harmonic that the
// caller names; c is scaled so that the largest value of its odd part is 1; noise is not carried through v1 (the
// machine's own phase noise stands for it).
#pragma once

#include <string>
#include <vector>

#include "models/analog/coupling_function.hpp"

namespace isinglass {

/// One period of an oscillator at evenly spaced instants; the output is largest at the first.
struct PhaseResponse {
  std::string name;
  double period = 1.0;           ///< in the circuit's units of time
  std::vector<double> output;    ///< what couplings carry
  std::vector<double> response;  ///< v1 of the equation that couplings are added to, in time per unit of output
};

/// What averaging makes of a coupling.
struct AveragedCoupling {
  CouplingFunction function;  ///< c, the largest value of its odd part 1, sin-like at the origin
  double strength = 0.0;      ///< see above; negative where the injection must be inverted to attract
};

/// What averaging makes of an injected signal.
struct AveragedInjection {
  double strength = 0.0;  ///< half the k-th harmonic of v1
  double lag_rad = 0.0;
};

/// The averaged coupling through the harmonics up to `highest`. InputError when the samples do not suffice, or the
/// coupling has no odd part at all (its energy would not change with the phases).
AveragedCoupling averaged_coupling(const PhaseResponse& oscillator, int highest);

/// The averaged effect of a signal at `harmonic` times the oscillator's frequency.
AveragedInjection averaged_injection(const PhaseResponse& oscillator, int harmonic);

}  // namespace isinglass
