// The text of netlists: formulas, elements, and the traps that they keep clear of.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "models/error.hpp"
#include "sim/io/spice_circuits.hpp"

using namespace isinglass;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Problem pair(double coupling, double field) {
  Problem problem;
  problem.name = "pair";
  problem.fields = {field, 0.0};
  problem.couplings = {{0, 1, coupling}};
  return problem;
}

const std::vector<double> start{0.5, -0.25, 0.0, 0.125};

}  // namespace

TEST_CASE("a number in a netlist is read back bit for bit") {
  for (const double value : {1.0 / 3.0, -2.5e-12, 6.02214076e23, 0.0, 30e-6}) {
    CHECK(std::strtod(spice_number(value).c_str(), nullptr) == value);
  }
  CHECK_THROWS_AS(spice_number(1.0 / 0.0), NumericalError);
}

TEST_CASE("schedules become formulas of time") {
  CHECK(spice_formula(Schedule::constant(0.5)) == "(0.5)");
  CHECK(spice_formula(Schedule(Schedule::Shape::linear, 0.25, 0.75, 2.0)) == "((0.25)+(0.5)*min(time/2,1))");
  CHECK(contains(spice_formula(Schedule(Schedule::Shape::cosine, 1.0, 0.0, 2.0)), "cos("));
  CHECK(contains(spice_formula(Schedule(Schedule::Shape::geometric, 1.0, 2.0, 2.0)), "exp("));
  CHECK(contains(spice_formula(Schedule(Schedule::Shape::square, 1.0, 2.0, 2.0, 3)), "floor("));
}

TEST_CASE("netlists write no powers but products, and always give tmax and the start") {
  LcOscillatorDesign design;
  design.coupling = Schedule::constant(30e-6);
  design.sync = Schedule::constant(60e-6);
  const SpiceNetlist netlist = lc_netlist(pair(1.0, 0.0), design, start, {});
  CHECK_FALSE(contains(netlist.text, "^"));
  CHECK_FALSE(contains(netlist.text, "pow"));
  CHECK(contains(netlist.text, "*v(n1)*v(n1)*v(n1)"));
  CHECK(contains(netlist.text, "C1 n1 0 1.0000000000000001e-09 IC=0.5\n"));
  CHECK(contains(netlist.text, "uic\n.end\n"));
  CHECK(contains(netlist.text, ".options method=trap reltol=0.001 vntol="));
  CHECK(netlist.probes == std::vector<std::string>{"v(n1)", "v(n2)", "i(l1)", "i(l2)"});
}

TEST_CASE("agreeing oscillators get a resistor, opposed ones crossed transconductances") {
  LcOscillatorDesign design;
  design.coupling = Schedule::constant(0.25);
  const std::string agree = lc_netlist(pair(-2.0, 0.0), design, start, {}).text;
  CHECK(contains(agree, "Rc1_2 n1 n2 2\n"));
  CHECK_FALSE(contains(agree, "Gc1_2"));
  const std::string oppose = lc_netlist(pair(2.0, 0.0), design, start, {}).text;
  CHECK(contains(oppose, "Rc1_2a n1 0 2\nGc1_2a n1 0 n2 0 0.5\nRc1_2b n2 0 2\nGc1_2b n2 0 n1 0 0.5\n"));
  const std::string field = lc_netlist(pair(2.0, 1.0), design, start, {}).text;
  CHECK(contains(field, "Gh1a n1 0 ref 0 0.25\n"));
  CHECK_FALSE(contains(field, "Gh1b"));
  design.coupling = Schedule(Schedule::Shape::linear, 0.0, 0.25, 1.0);
  CHECK(contains(lc_netlist(pair(-2.0, 0.0), design, start, {}).text, "Bc1_2 n1 n2 I="));
}

TEST_CASE("a machine with noise has no netlist") {
  LcOscillatorDesign design;
  design.noise = Schedule::constant(1e-12);
  CHECK_THROWS_WITH(lc_netlist(pair(1.0, 0.0), design, start, {}),
                    "a netlist with noise would not repeat the machine's trajectory");
}

TEST_CASE("a Hopfield netlist has the synapses and biases of the circuit") {
  HopfieldDesign design;
  const std::string text = hopfield_netlist(pair(0.5, -0.25), design, start, {}).text;
  CHECK(contains(text, "G1_2 0 u1 v2 0 -0.00050000000000000001\n"));
  CHECK(contains(text, "G2_1 0 u2 v1 0 -0.00050000000000000001\n"));
  CHECK(contains(text, "I1 0 u1 0.00025000000000000001\n"));
  CHECK(contains(text, "Ba1 v1 0 V=1*tanh((2)*v(u1))\n"));
}

TEST_CASE("a name with line breaks cannot smuggle elements into a netlist") {
  Problem problem = pair(1.0, 0.0);
  problem.name = "x\nR9 n1 0 1";
  CHECK_FALSE(contains(hopfield_netlist(problem, {}, start, {}).text, "\nR9"));
}
