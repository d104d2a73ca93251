// A third integrator's opinion on stiff circuits: CVODE of SUNDIALS (implicit, variable order) against the adaptive and
// the fixed-step engine.
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

#include "models/analog/bistable.hpp"
#include "models/analog/hopfield.hpp"
#include "models/analog/resistor.hpp"
#include "testbench/physics/circuits.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;

namespace {

template <Machine M>
struct System {
  const M* machine;
  typename M::Workspace workspace;

  static int rates(realtype time, N_Vector state, N_Vector rate, void* data) {
    auto* system = static_cast<System*>(data);
    const Eigen::Index n = system->machine->size();
    system->machine->rhs(time, ConstEnsembleView<double>(N_VGetArrayPointer(state), n, 1),
                         EnsembleView<double>(N_VGetArrayPointer(rate), n, 1), system->workspace);
    return 0;
  }
};

struct Opinion {
  Eigen::ArrayXd state;
  long steps = 0;
};

/// The final state by backward differentiation formulas with Newton's method, tolerance 1e-12, from `start`.
template <Machine M>
Opinion by_cvode(const M& machine, const std::vector<double>& start) {
  System<M> system{&machine, {}};
  SUNContext context = nullptr;
  REQUIRE(SUNContext_Create(nullptr, &context) == 0);
  const auto n = static_cast<sunindextype>(start.size());
  N_Vector state = N_VNew_Serial(n, context);
  std::copy(start.begin(), start.end(), N_VGetArrayPointer(state));
  void* solver = CVodeCreate(CV_BDF, context);
  REQUIRE(CVodeInit(solver, System<M>::rates, 0.0, state) == CV_SUCCESS);
  REQUIRE(CVodeSStolerances(solver, 1e-12, 1e-12) == CV_SUCCESS);
  REQUIRE(CVodeSetUserData(solver, &system) == CV_SUCCESS);
  REQUIRE(CVodeSetMaxNumSteps(solver, 200000) == CV_SUCCESS);
  SUNMatrix matrix = SUNDenseMatrix(n, n, context);
  SUNLinearSolver linear = SUNLinSol_Dense(state, matrix, context);
  REQUIRE(CVodeSetLinearSolver(solver, linear, matrix) == CV_SUCCESS);
  realtype reached = 0.0;
  REQUIRE(CVodeSetStopTime(solver, machine.duration_s()) == CV_SUCCESS);
  REQUIRE(CVode(solver, machine.duration_s(), state, &reached, CV_NORMAL) >= 0);
  Opinion opinion;
  opinion.state = Eigen::Map<const Eigen::ArrayXd>(N_VGetArrayPointer(state), n);
  REQUIRE(CVodeGetNumSteps(solver, &opinion.steps) == CV_SUCCESS);
  SUNLinSolFree(linear);
  SUNMatDestroy(matrix);
  CVodeFree(&solver);
  N_VDestroy(state);
  SUNContext_Free(&context);
  return opinion;
}

template <Machine M>
void compare(const M& machine, double tolerance) {
  std::vector<double> start(static_cast<std::size_t>(machine.size()));
  machine.initial(1, 0, start);
  const Opinion opinion = by_cvode(machine, start);
  AdaptiveTrajectory<M> trajectory(machine, start, {1e-11, 1e-11});
  trajectory.advance_to(machine.duration_s());
  const Eigen::Map<const Eigen::ArrayXd> ours(trajectory.state().data(), machine.size());
  INFO("CVODE took " << opinion.steps << " steps, the adaptive engine " << trajectory.steps_taken());
  CHECK((ours - opinion.state).abs().maxCoeff() < tolerance);
}

}  // namespace

TEST_CASE("CVODE and the adaptive engine agree on a Hopfield circuit of gain 500 and 10 pF") {
  // The slope of an amplifier near zero makes rates of 1e11 per second beside the run of 2 us.
  HopfieldDesign design;
  design.capacitance_f = 10e-12;
  design.gain = Schedule::constant(500.0);
  design.start_v = 0.3;
  design.duration_s = 2e-6;
  const HopfieldMachine machine(testing::random_problem(16, 0.6, 4, true), design, CouplingStorage::sparse,
                                KernelKind::generic);
  compare(machine, 1e-7);
}

TEST_CASE("CVODE and the adaptive engine agree on a resistor network with steep diodes") {
  ResistorNetwork network;
  network.nodes = 6;
  network.start_v = 0.4;
  network.limit_v = 0.7;
  network.duration_s = 5e-6;
  for (std::int32_t i = 0; i < 6; ++i) {
    network.resistors.push_back({i, (i + 1) % 6, 1e-3});
    network.current_a.push_back(i % 2 == 0 ? 0.5e-3 : -0.2e-3);
    network.elements.push_back({i, i % 3 == 0 ? -1 : (i + 2) % 6, ElementLaw::diode, 1e-12, 0.026});
  }
  network.sources = {{5, 0.2, 1e-4}};
  compare(ResistorMachine(network), 1e-7);
}

TEST_CASE("CVODE and the adaptive engine agree on bistable nodes, latches and cubics, with ramps") {
  for (const auto law : {BistableLaw::cubic, BistableLaw::latch}) {
    BistableDesign design;
    design.law = law;
    design.start_v = 0.5;
    design.duration_s = 5e-6;
    design.node_s = Schedule(Schedule::Shape::linear, 1e-3, 2e-2, 5e-6);
    design.latch_gain = Schedule(Schedule::Shape::linear, 0.5, 10.0, 5e-6);
    const BistableMachine machine(testing::random_problem(12, 0.6, 9, true), design, CouplingStorage::sparse,
                                  KernelKind::generic);
    compare(machine, 1e-7);
  }
}
