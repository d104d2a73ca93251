// Estimates from products with a block of random vectors: equations in bifurcation_stability.hpp.
#include "models/analog/bifurcation_stability.hpp"

#include <cmath>

#include "models/analog/coupling_probe.hpp"

namespace isinglass {
namespace {

/// The largest x^2 where K x^3 = c0 (J x + h) + (a - a0) x, found by taking half of each step to the cube root.
double largest_square_at_rest(CouplingProbe& probe, const Problem& problem, double coupling, double kerr, double pump) {
  constexpr int kProducts = 60;
  for (int k = 0; k < kProducts && probe.size() > 0; ++k) {
    auto x = probe.vectors();
    auto force = probe.multiply();
    for (Eigen::Index i = 0; i < probe.size(); ++i) {
      force.row(i) -= static_cast<float>(problem.fields[static_cast<std::size_t>(i)]);
    }
    force = static_cast<float>(coupling) * force + static_cast<float>(pump - kBifurcationDetuning) * x;
    x = 0.5F * (x + (force / static_cast<float>(kerr)).unaryExpr([](float cube) { return std::cbrt(cube); }));
  }
  return probe.size() > 0 ? double{probe.vectors().square().maxCoeff()} : 0.0;
}

}  // namespace

double bifurcation_stable_dt(const Problem& problem, double coupling, KernelKind kernel) {
  return 2.0 / std::sqrt(kBifurcationDetuning + coupling * CouplingProbe(problem, kernel).spectral_radius());
}

double adiabatic_stable_dt(const Problem& problem, double coupling, double kerr, double pump_end, KernelKind kernel) {
  const double middle = bifurcation_stable_dt(problem, coupling, kernel);
  if (kerr <= 0.0) return middle;  // then nothing holds the particles, whatever the step is
  CouplingProbe probe(problem, kernel);
  const double square = largest_square_at_rest(probe, problem, coupling, kerr, pump_end);
  return 2.0 / std::sqrt(4.0 / (middle * middle) + 3.0 * kerr * square);
}

}  // namespace isinglass
