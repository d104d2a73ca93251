// Averaging of the phase macromodel.
#include "models/analog/phase_response.hpp"

#include <cmath>

#include "models/error.hpp"

namespace isinglass {
namespace {

void check(const PhaseResponse& oscillator, int highest) {
  const std::size_t points = oscillator.response.size();
  if (oscillator.output.size() != points || points <= 2 * static_cast<std::size_t>(highest)) {
    throw InputError("a phase response needs an output and a response at more than two instants for each harmonic",
                     "give at least " + std::to_string(2 * highest + 1) + " rows, or lower harmonics");
  }
}

}  // namespace

AveragedCoupling averaged_coupling(const PhaseResponse& oscillator, int highest) {
  check(oscillator, highest);
  const CouplingFunction response = CouplingFunction::from_samples(oscillator.response, highest);
  const CouplingFunction output = CouplingFunction::from_samples(oscillator.output, highest);
  // mean over theta of v1(theta + x) out(theta), harmonic by harmonic.
  std::vector<Harmonic> mean;
  for (std::size_t k = 0; k < response.harmonics().size(); ++k) {
    const Harmonic& v = response.harmonics()[k];
    const Harmonic& x = output.harmonics()[k];
    mean.push_back(
        {v.order, 0.5 * (v.sine * x.cosine - v.cosine * x.sine), 0.5 * (v.cosine * x.cosine + v.sine * x.sine)});
  }
  const CouplingFunction pull(std::move(mean), response.constant() * output.constant());
  const double peak = pull.odd_part().peak();
  if (!(peak > 1e-9 * pull.peak())) {
    throw InputError("the coupling of this oscillator has no odd part, so that phases neither attract nor repel",
                     "couple through another variable");
  }
  const double strength = pull.harmonics().front().sine > 0.0 ? -peak : peak;
  return {pull.scaled(-1.0 / strength), strength};
}

AveragedInjection averaged_injection(const PhaseResponse& oscillator, int harmonic) {
  check(oscillator, harmonic);
  const Harmonic v = CouplingFunction::from_samples(oscillator.response, harmonic).harmonics().back();
  return {0.5 * std::hypot(v.cosine, v.sine), std::atan2(-v.sine, v.cosine)};
}

}  // namespace isinglass
