// Every constant of every preset of the machines `bifurcation` and `coherent`, written down a second time from the
// papers and the public programs that follow them.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "sim/io/problem_load.hpp"
#include "sim/sampler/bifurcation.hpp"
#include "sim/sampler/coherent.hpp"

using namespace isinglass;

namespace {

constexpr double kRoot2 = std::numbers::sqrt2;

/// 200 spins with all couplings +-1: <J> sqrt N = sqrt 200, and a row has the root mean square sqrt 199.
Problem glass() { return load_named_problem("sk:200:3"); }

CoherentDesign coherent(const WrittenSettings& written, const Problem& problem = glass()) {
  return coherent_design(problem, Settings("coherent", coherent_parameters(), written), available_kernels().back());
}

struct Ends {
  double start, end;
};

/// `schedule` goes in a straight line from the one to the other in `share` of `duration_s` and then stays.
void check_line(const char* name, const Schedule& schedule, Ends expected, double share, double duration_s) {
  INFO(name);
  CHECK(schedule.value(0.0) == Approx(expected.start).margin(1e-12));
  CHECK(schedule.value(0.5 * share * duration_s) == Approx(0.5 * (expected.start + expected.end)).margin(1e-12));
  CHECK(schedule.value(share * duration_s) == Approx(expected.end).margin(1e-12));
  CHECK(schedule.value(duration_s) == Approx(expected.end).margin(1e-12));
}

/// One row of the table of ramped schemes; what a scheme does not use stands at what leaves the others alone.
struct RampedRow {
  const char* variant;
  double dt, coupling, ramp;  ///< coupling in 1/J_rms, J_rms^2 = sum_ij J_ij^2 / N
  Ends pump, target, error_rate, saturation;
  double restoring, pump_depth, momentum, noise, spread, clip, error_floor;
  bool remember;
};

}  // namespace

TEST_CASE("the constants of simulated bifurcation are those of the papers") {
  // Goto et al. 2021: dt and c0 <J> sqrt N; Goto, Tatsumura and Dixon 2019: xi_0; Kanao and Goto 2022: dt, c_1, gamma,
  // their best on K2000; Goto, Hidaka and Tatsumura 2025 for `generalised`.
  struct Row {
    const char* preset;
    const char* variant;
    double dt, coupling, heating, control;
  };
  const Problem problem = glass();
  for (const Row& row :
       {Row{"goto-2019", "aSB", 0.5, 0.7, 0.0, 0.0}, Row{"goto-2021", "aSB", 0.5, 0.5, 0.0, 0.0},
        Row{"goto-2021", "bSB", 1.0, 0.5, 0.0, 0.0}, Row{"goto-2021", "dSB", 1.0, 0.5, 0.0, 0.0},
        Row{"goto-2021", "heated-bSB", 1.1, 0.9, 0.5, 0.0}, Row{"goto-2021", "heated-dSB", 1.1, 0.7, 0.06, 0.0},
        Row{"goto-2021", "generalised", 1.25, 0.5, 0.0, 0.2}, Row{"kanao-2022", "bSB", 0.7, 0.6, 0.0, 0.0},
        Row{"kanao-2022", "dSB", 1.1, 0.6, 0.0, 0.0}, Row{"kanao-2022", "heated-bSB", 1.1, 0.9, 0.5, 0.0},
        Row{"kanao-2022", "heated-dSB", 1.1, 0.7, 0.06, 0.0}}) {
    INFO(row.preset << ' ' << row.variant);
    const Settings settings("bifurcation", bifurcation_parameters(),
                            {{"preset", row.preset}, {"variant", row.variant}});
    const BifurcationDesign design = bifurcation_design(problem, settings, available_kernels().back());
    CHECK(design.coupling == Approx(row.coupling / std::sqrt(200.0)).epsilon(1e-12));
    CHECK(design.heating == row.heating);
    CHECK(design.control == row.control);
    CHECK(design.kerr == 1.0);
    CHECK(design.spread == 0.1);
    check_line("a(t)", design.pump, {0.0, 1.0}, 1.0, design.duration_s);
    // The published step, where no stiffness asks for less (aSB of 2019 would take 0.47 on this problem).
    const Settings weak("bifurcation", bifurcation_parameters(),
                        {{"preset", row.preset}, {"variant", row.variant}, {"coupling", "0.1"}});
    const BifurcationDesign free = bifurcation_design(problem, weak, available_kernels().back());
    CHECK(free.step_s / free.time_unit_s == Approx(row.dt).epsilon(1e-12));
  }
}

TEST_CASE("the constants of the ramped coherent machines are those of the public programs") {
  // Reifenstein et al. 2021 for CAC, CFC, SFC; Tiunov et al. 2019 for SimCIM, whose p is given by u, p = d (tanh u -
  // 1); the plain model has no published constants.
  const Problem problem = glass();
  for (const RampedRow& row : {RampedRow{"CAC",
                                         0.075,
                                         kRoot2,
                                         0.9,
                                         {-0.5, 1.0},
                                         {1.0, 3.0},
                                         {0.3, 0.3},
                                         {1.0, 1.0},
                                         0.0,
                                         0.0,
                                         0.0,
                                         0.0,
                                         1e-4,
                                         1.5,
                                         0.0,
                                         true},
                               RampedRow{"CFC",
                                         0.1,
                                         kRoot2,
                                         0.9,
                                         {-1.0, 1.0},
                                         {1.0, 1.0},
                                         {0.15, 0.15},
                                         {1.0, 1.0},
                                         0.0,
                                         0.0,
                                         0.0,
                                         0.0,
                                         0.1,
                                         1.5,
                                         0.01,
                                         true},
                               RampedRow{"SFC",
                                         0.1,
                                         kRoot2,
                                         1.0,
                                         {-1.0, 1.0},
                                         {1.0, 1.0},
                                         {0.3, 0.0},
                                         {1.0, 3.0},
                                         0.2,
                                         0.0,
                                         0.0,
                                         0.0,
                                         0.1,
                                         0.0,
                                         0.0,
                                         true},
                               RampedRow{"SimCIM",
                                         1.0,
                                         0.5,
                                         1.0,
                                         {-3.0, 3.0},
                                         {1.0, 1.0},
                                         {0.0, 0.0},
                                         {1.0, 1.0},
                                         0.0,
                                         6.5,
                                         0.9,
                                         0.03,
                                         0.0,
                                         0.0,
                                         0.0,
                                         false}}) {
    INFO(row.variant);
    const CoherentDesign design = coherent({{"variant", row.variant}, {"preset", "reifenstein-2021"}}, problem);
    CHECK(design.step_s / design.time_unit_s == Approx(row.dt).epsilon(1e-12));
    // sqrt(2 N / sum_ij J_ij^2) for CAC, CFC and SFC
    CHECK(design.coupling == Approx(row.coupling / std::sqrt(199.0)).epsilon(1e-12));
    check_line("p(t)", design.pump, row.pump, row.ramp, design.duration_s);
    check_line("a(t)", design.target, row.target, row.ramp, design.duration_s);
    check_line("beta(t)", design.error_rate, row.error_rate, row.ramp, design.duration_s);
    check_line("c(t)", design.saturation, row.saturation, row.ramp, design.duration_s);
    CHECK(design.restoring == row.restoring);
    CHECK(design.pump_depth == row.pump_depth);
    CHECK(design.momentum == row.momentum);
    CHECK(design.noise == row.noise);
    CHECK(design.spread == row.spread);
    CHECK(design.clip == row.clip);
    CHECK(design.error_floor == row.error_floor);
    CHECK(design.error_ceiling == 0.0);
    CHECK(design.remember == row.remember);
    CHECK_FALSE(design.modulation.on);
  }
}

TEST_CASE("the constants of leleu-2021 are those for SK problems, with a pump that the energy does not move") {
  const CoherentDesign design = coherent({{"preset", "leleu-2021"}});
  CHECK(design.coupling == 0.25);                                         // beta, per unit of J
  CHECK(design.step_s / design.time_unit_s == Approx(1.0 / 64.0));        // dt_x = 2^-6
  check_line("a(t)", design.target, {3.0, 3.0}, 1.0, design.duration_s);  // alpha
  const double pump = 0.8 - std::pow(200.0 / 220.0, 2);
  check_line("p(t)", design.pump, {pump, pump}, 1.0, design.duration_s);
  check_line("beta(t)", design.error_rate, {0.0, 0.0}, 1.0, design.duration_s);
  CHECK(design.modulation.on);
  CHECK(design.modulation.target_depth == 3.0);                   // rho
  CHECK(design.modulation.pump_depth == 0.0);                     // see "Deviations" in coherent.hpp
  CHECK(design.modulation.steepness == Approx(10.0 / 200.0));     // delta, per energy per spin
  CHECK(design.modulation.rate_growth == Approx(4.0 * 0.00011));  // gamma; dt_e = 2^-4 = 4 dt_x
  CHECK(design.modulation.patience == 1000.0);                    // tau
  CHECK(design.error_ceiling == 32.0);
  CHECK(design.spread == 3e-4);
  CHECK(design.clip == 0.0);
  CHECK(design.remember);
  CHECK(coherent({{"preset", "leleu-2021"}, {"modulation_pump", "3"}}).modulation.pump_depth == 3.0);
}
