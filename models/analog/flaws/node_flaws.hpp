// Flaws of the nodes of a machine: what differs between the equations of a machine and the parts it is made of. The
// numbers of one device, row by row; flawed_machine.hpp puts them into the equations.
//
//   leakage           dx/dt -= x / tau                         a conductance C/tau to ground
//   parasitics        dx/dt -> (dx/dt) / (1 + c_i)             c_i = C_parasitic / C of the node; noise currents alike
//   resistors         R_i -> R_i (1 + delta_i)                 of the node's own resistor, as a leak of either sign
//   amplifiers        gain -> gain (1 + delta_i)               Pelgrom, Duinmaijer, Welbers (IEEE JSSC 24, 1433, 1989)
//   thermal noise     g_i^2 = 2 k_B T G_i / C_i^2              Nyquist (Phys. Rev. 32, 110, 1928): variance k_B T / C
//   white noise       g_i^2 += g^2                             given in units of the state per sqrt(s)
//   phase noise       K_n = 2 pi f 10^(L/20)                   L in dBc/Hz at the offset f from the carrier
//   jitter            K_n = 2 pi f_0 sigma_c sqrt(f_0)         sigma_c: standard deviation of one period
//   stuck nodes       x_i = the state of spin +1 or -1 for ever
//   coupling delay    neighbours see x_j(t - tau), phases also turned back by 2 pi f_0 tau of the carrier
//   comparator        s_i is read from x_i - o_i
// Phase noise and jitter: Demir, Mehrotra and Roychowdhury (IEEE Trans. Circuits Syst. I 47, 655, 2000): a phase driven
// by white noise has variance K_n^2 t and L(f) = K_n^2 / (4 pi^2 f^2) far outside the line width K_n^2 / (2 pi).
// Delay: Yeung and Strogatz (Phys. Rev. Lett. 82, 648, 1999).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/problem/problem.hpp"

namespace isinglass {

inline constexpr double kBoltzmann = 1.380649e-23;  ///< J/K, exact by definition of the kelvin

struct NodeFlaws {
  std::uint64_t device_seed = 0;                         ///< which device; apart from the seed of the noise
  std::optional<double> leakage_s = std::nullopt;        ///< tau
  double parasitic = 0.0;                                ///< mean of c_i
  double parasitic_spread = 0.0;                         ///< standard deviation of c_i; c_i is cut off at zero
  double resistance_mismatch = 0.0;                      ///< relative standard deviation of R
  double gain_mismatch = 0.0;                            ///< relative standard deviation of the gain
  double temperature_k = 0.0;                            ///< thermal noise, of machines that know their capacitances
  double white_noise = 0.0;                              ///< units of the state per sqrt(s)
  std::optional<double> phase_noise_dbc = std::nullopt;  ///< dBc/Hz, of machines whose state is phases
  double phase_noise_offset_hz = 1e3;                    ///< where phase_noise_dbc holds
  double jitter_s = 0.0;                                 ///< standard deviation of one period
  double stuck = 0.0;                                    ///< probability
  double comparator_offset = 0.0;                        ///< standard deviation, units of the state
  double delay_s = 0.0;                                  ///< of every coupling

  [[nodiscard]] bool any() const;
};

/// K_n in rad/sqrt(s) of an oscillator with phase noise `dbc_per_hz` at `offset_hz` from its carrier.
double phase_diffusion(double dbc_per_hz, double offset_hz);
/// K_n in rad/sqrt(s) of an oscillator of `frequency_hz` whose periods have the standard deviation `jitter_s`.
double jitter_diffusion(double jitter_s, double frequency_hz);

/// c_i of each row, all at least zero.
std::vector<double> parasitic_shares(const NodeFlaws& flaws, std::size_t rows);
/// 1 + delta_i of each row, at least kLeastFactor: a part is off by any factor upwards, but never gone or turned round.
std::vector<double> resistance_factors(const NodeFlaws& flaws, std::size_t rows);
std::vector<double> gain_factors(const NodeFlaws& flaws, std::size_t rows);
inline constexpr double kLeastFactor = 0.05;
/// o_i of each spin.
std::vector<double> comparator_offsets(const NodeFlaws& flaws, std::size_t spins);
/// Which nodes are stuck, and at which spin: +1, -1, or 0 for those that work.
std::vector<Spin> stuck_spins(const NodeFlaws& flaws, std::size_t spins);

}  // namespace isinglass
