// Fixed steps that mean nothing are refused, at limits that follow from the equations of each machine.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/analog/coherent.hpp"
#include "models/error.hpp"
#include "sim/integrate/batched.hpp"
#include "sim/sampler/registry.hpp"

using namespace isinglass;

namespace {

/// What `sampler_name` says against the settings; empty when it runs.
std::string refusal(const std::string& sampler_name, const Problem& problem, const WrittenSettings& written) {
  const auto samplers = make_samplers();
  const Sampler& sampler = find_sampler(samplers, sampler_name);
  const Settings settings(sampler_name, sampler.info().parameters, written);
  RunOptions options;
  options.reads = 2;
  RunControl control;
  try {
    run_sampler(sampler, problem, settings, options, control);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

/// How much larger the amplitude of a free oscillator is after 100 steps at constant pump.
double growth(CoherentVariant variant, double pump, double share_of_limit) {
  Problem alone;
  alone.fields = {0.0};
  CoherentDesign design;
  design.variant = variant;
  design.duration_s = 1.0;
  design.pump = Schedule::constant(pump);
  design.pump_depth = 6.5;
  design.momentum = 0.9;
  design.spread = 1e-4;
  const CoherentMachine machine(alone, design, CouplingStorage::automatic, KernelKind::generic);
  const Stepper stepper = variant == CoherentVariant::simcim ? Stepper::symplectic : Stepper::euler;
  BatchedIntegrator<CoherentMachine, double> engine(machine, stepper, share_of_limit * machine.longest_step_s(), {1, 0},
                                                    KernelKind::generic);
  const double before = std::abs(std::as_const(engine).state()(0, 0));
  engine.advance(100);
  return std::abs(std::as_const(engine).state()(0, 0)) / before;
}

}  // namespace

TEST_CASE("each machine refuses steps beyond its limit and takes those below") {
  Problem pair;  // <J> = 1, largest row 1, eigenvalues of J 1 and -1
  pair.fields = {0.0, 0.0};
  pair.couplings = {{0, 1, -1.0}};
  struct Limit {
    const char* sampler;
    const char* step;
    double limit;
    WrittenSettings others;
  };
  const double lowest_pump = 6.5 * (std::tanh(-3.0) - 1.0);
  for (const Limit& row :
       {Limit{"bistable", "step", 2.0 / (1.0 + 2.0 * 1.5), {{"length", "1"}}},
        Limit{"resistor", "step", 2.0 / (1.0 + 2.0 * 1.5), {{"length", "1"}}},
        Limit{"langevin", "step", 1.0, {{"length", "2"}}}, Limit{"langevin", "step", 0.1, {{"wells_end", "10"}}},
        Limit{"pbit-continuous", "step", 2.0, {{"length", "4"}}},
        Limit{"bifurcation", "dt", 2.0 / std::sqrt(1.0 + 0.5 / std::sqrt(2.0)), {{"steps", "2"}}},
        Limit{"coherent", "dt", 2.0 / (1.0 + 1.4), {{"steps", "2"}}},
        Limit{"coherent",
              "dt",
              4.0 / (0.1 + std::sqrt(0.01 - 0.4 * lowest_pump)),
              {{"variant", "SimCIM"}, {"steps", "2"}}}}) {
    INFO(row.sampler << " at its limit of " << row.limit);
    WrittenSettings written = row.others;
    written.emplace_back(row.step, std::to_string(1.01 * row.limit));
    CHECK_THAT(refusal(row.sampler, pair, written), Catch::Contains("is beyond the stability limit of"));
    if (row.others.front().first == "wells_end") continue;  // a thousand noisy steps there would overflow
    written.back().second = std::to_string(0.99 * row.limit);
    CHECK(refusal(row.sampler, pair, written).empty());
  }
}

TEST_CASE("free oscillators below threshold decay up to the limit and grow beyond it") {
  for (const auto& [variant, pump] :
       {std::pair{CoherentVariant::mean_field, -1.4}, {CoherentVariant::cfc, -0.5}, {CoherentVariant::simcim, -3.0}}) {
    INFO(to_string(variant));
    CHECK(growth(variant, pump, 0.97) < 0.1);
    CHECK(growth(variant, pump, 1.03) > 10.0);
  }
}
