// How the pull between two oscillators depends on the difference of their phases: a Fourier series, so that a network
// of any coupling function is a few matrix products (one for each harmonic) and never a sine per pair.
//
//   c(x) = constant + sum_k [ sine_k sin kx + cosine_k cos kx ]
//
// Only the odd part (the sines) has a Lyapunov function in a symmetric network, Q(x) = -sum_k (sine_k / k) cos kx, with
// Q' = c (Wang and Roychowdhury 2019, arXiv 1903.07163, section 3: any odd c will do). Cosines and the constant make a
// pair of oscillators push each other round: a network with them need not settle. They come out of the averaging of
// real oscillators (phase_response.hpp), and a machine with them says that it has no Lyapunov function.
//
// Deviation: functions with corners are cut at a harmonic, as a circuit of finite bandwidth cuts them.
#pragma once

#include <string>
#include <vector>

namespace isinglass {

/// sine * sin(order x) + cosine * cos(order x).
struct Harmonic {
  int order = 1;
  double sine = 0.0;
  double cosine = 0.0;
};

class CouplingFunction {
 public:
  /// sin x.
  static CouplingFunction sine();
  /// tanh(gain sin x) / tanh(gain), cut at `highest`: a limiting amplifier; a square wave for a large gain. gain > 0.
  static CouplingFunction saturated(double gain, int highest);
  /// The triangle wave with peak 1 at x = pi/2, cut at `highest`.
  static CouplingFunction triangle(int highest);
  /// From values at x = 2 pi m / M, by discrete Fourier transform; M > 2 highest.
  static CouplingFunction from_samples(const std::vector<double>& values, int highest);
  /// Any series; orders are >= 1 and rise. UsageError otherwise.
  explicit CouplingFunction(std::vector<Harmonic> harmonics, double constant = 0.0);

  [[nodiscard]] const std::vector<Harmonic>& harmonics() const { return harmonics_; }
  [[nodiscard]] double constant() const { return constant_; }
  [[nodiscard]] double value(double x) const;
  /// The Lyapunov integral Q of the odd part, with mean zero.
  [[nodiscard]] double integral(double x) const;
  /// c'(x).
  [[nodiscard]] double slope(double x) const;
  /// max |c'|, on a fine grid: how much faster than a sine the network may turn.
  [[nodiscard]] double steepest() const;
  /// max |c| on a fine grid.
  [[nodiscard]] double peak() const;
  [[nodiscard]] bool is_sine() const;
  /// True when there are neither cosines nor a constant: then the network has a Lyapunov function.
  [[nodiscard]] bool is_odd() const;
  /// sqrt of the power outside the sines over the whole power: 0 for an odd function.
  [[nodiscard]] double even_share() const;
  [[nodiscard]] CouplingFunction odd_part() const;
  [[nodiscard]] CouplingFunction scaled(double factor) const;
  /// c(x - lag).
  [[nodiscard]] CouplingFunction delayed(double lag_rad) const;
  /// "sin x", "1.21 sin x + 0.2 sin 3x - 0.1 cos 2x".
  [[nodiscard]] std::string describe() const;

 private:
  std::vector<Harmonic> harmonics_;
  double constant_ = 0.0;
};

}  // namespace isinglass
