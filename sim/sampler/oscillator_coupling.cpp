// From settings to a coupling function.
#include "sim/sampler/oscillator_coupling.hpp"

#include <fmt/format.h>

#include "models/error.hpp"
#include "sim/integrate/limit_cycle.hpp"
#include "sim/io/phase_response_file.hpp"

namespace isinglass {
namespace {

PhaseResponse response_of(const OscillatorCircuit& circuit) {
  return phase_response(circuit, find_limit_cycle(circuit));
}

/// Taps the ring at the stage whose signal attracts most purely, as a designer would: a ring answers a sixth of a
/// period late, so that the stage that is injected into is not the one to listen to.
PhaseResponse ring_response(OscillatorCircuit circuit, int highest) {
  const LimitCycle cycle = find_limit_cycle(circuit);
  PhaseResponse best = phase_response(circuit, cycle);
  for (Eigen::Index tap = 1; tap < circuit.start.size(); ++tap) {
    circuit.output = tap;
    PhaseResponse other = phase_response(circuit, cycle);
    const auto share = [&](const PhaseResponse& r) { return averaged_coupling(r, highest).function.even_share(); };
    if (share(other) < share(best)) best = std::move(other);
  }
  return best;
}

PhaseResponse response_named(const std::string& name, const Settings& settings) {
  const double gain = settings.number("gain");
  const double asymmetry = settings.number("asymmetry");
  if (name == "van-der-pol") {
    constexpr double kStiffest = 50.0;  // the search for the limit cycle fails from about 70 on
    if (gain > kStiffest) {
      throw UsageError(
          fmt::format("van der Pol's oscillator is followed up to eps = {}, but gain is {}", kStiffest, gain),
          "its period is all but a staircase by then: take a smaller gain");
    }
    return response_of(van_der_pol_oscillator(gain, asymmetry));
  }
  if (name == "ring")
    return ring_response(ring_oscillator(3, gain, asymmetry), static_cast<int>(settings.integer("harmonics")));
  if (settings.word("response_file").empty()) {
    throw UsageError("the coupling function 'file' needs the name of a file",
                     "add -p response_file=FILE, two columns: output and phase response over one period");
  }
  return read_phase_response(settings.word("response_file"));
}

}  // namespace

ParameterTable coupling_parameters() {
  return {
      {"coupling_function",
       "",
       "how the pull depends on the difference of two phases: a sine, a limiting amplifier tanh(gain sin x), a "
       "triangle, "
       "or averaged from the phase response of a circuit or a file",
       std::string("sine"),
       {},
       {},
       {"sine", "tanh", "triangle", "van-der-pol", "ring", "file"}},
      {"gain",
       "",
       "of the limiting amplifier, of each inverter of the ring (over 2), or eps of van der Pol's oscillator (50 at "
       "most)",
       3.0,
       1e-3,
       100.0,
       {}},
      {"asymmetry",
       "",
       "offset of the ring's inverters, or even part of van der Pol's conductance",
       0.0,
       -10.0,
       10.0,
       {}},
      {"harmonics",
       "",
       "highest harmonic of the coupling function that the circuit passes",
       std::int64_t{9},
       1,
       64,
       {}},
      {"lags", "", "file of phase lags: rows i j lag, vertices from 1, radians", std::string(), {}, {}, {}},
      {"response_file", "", "phase response for coupling_function=file", std::string(), {}, {}, {}},
  };
}

CouplingChoice coupling_choice(const Settings& settings) {
  const std::string& name = settings.word("coupling_function");
  const int highest = static_cast<int>(settings.integer("harmonics"));
  CouplingChoice choice;
  if (name == "sine") return choice;
  if (name == "tanh") {
    choice.function = CouplingFunction::saturated(settings.number("gain"), highest);
  } else if (name == "triangle") {
    choice.function = CouplingFunction::triangle(highest);
  } else {
    choice.oscillator = response_named(name, settings);
    const AveragedCoupling averaged = averaged_coupling(*choice.oscillator, highest);
    choice.function = averaged.function;
    choice.strength = averaged.strength;
    choice.second_harmonic = averaged_injection(*choice.oscillator, 2).strength;
  }
  return choice;
}

}  // namespace isinglass
