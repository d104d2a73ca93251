// The worked example of docs/adding-a-machine.md does what the page says: gradient, both engines, samples; and the page
// shows the code that runs here.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "sim/integrate/adaptive.hpp"
#include "testbench/physics/double_well_machine.hpp"
#include "testbench/physics/problems.hpp"

using namespace isinglass;
using namespace isinglass::testing;

namespace {

std::string content(const std::string& path) {
  std::ifstream stream(std::string(ISINGLASS_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

double energy_at(const DoubleWellMachine& machine, const Eigen::VectorXd& x) {
  DoubleWellMachine::Workspace workspace;
  double value = 0.0;
  machine.energy(0.0, ConstEnsembleView<double>(x.data(), x.size(), 1), std::span<double>(&value, 1), workspace);
  return value;
}

}  // namespace

TEST_CASE("the example's rates are minus the gradient of its energy") {
  const DoubleWellMachine machine(random_problem(6, 0.8, 1, true), {}, KernelKind::generic);
  RandomStream random(2, 0, 5);
  Eigen::VectorXd x(6), rate(6);
  for (auto& value : x) value = random.normal();
  DoubleWellMachine::Workspace workspace;
  machine.rhs(0.0, ConstEnsembleView<double>(x.data(), 6, 1), EnsembleView<double>(rate.data(), 6, 1), workspace);
  for (Eigen::Index i = 0; i < 6; ++i) {
    Eigen::VectorXd up = x, down = x;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    CHECK(1e-6 * rate[i] == Approx(-(energy_at(machine, up) - energy_at(machine, down)) / 2e-5).margin(1e-8));
  }
}

TEST_CASE("both engines carry the example to the same state") {
  const DoubleWellMachine machine(random_problem(12, 0.5, 3, true), {}, available_kernels().back());
  std::vector<double> start(12);
  machine.initial(7, 4, start);
  AdaptiveTrajectory<DoubleWellMachine> exact(machine, start, {1e-10, 1e-10});
  BatchedIntegrator<DoubleWellMachine> engine(machine, Stepper::heun, 1e-9, {7, 0}, available_kernels().back());
  exact.advance_to(5e-6);
  engine.advance(5000);
  for (Eigen::Index i = 0; i < 12; ++i) {
    CHECK(double{engine.state()(i, 4)} == Approx(exact.state()[static_cast<std::size_t>(i)]).margin(1e-4));
  }
}

TEST_CASE("the example answers problems, with the diagnostics and flaws of every machine") {
  const auto model = make_double_well_model();
  CHECK(model->answers(QuestionKind::ising));
  CHECK_FALSE(model->answers(QuestionKind::recall));
  const Problem problem = random_problem(14, 0.6, 5);
  double least = 1e9;
  for (std::uint32_t bits = 0; bits < (1U << 14); ++bits) {
    std::vector<Spin> spins;
    for (int i = 0; i < 14; ++i) spins.push_back((bits >> i) % 2 == 0 ? Spin{1} : Spin{-1});
    least = std::min(least, energy(problem, spins));
  }
  const Settings settings("double-well", model->info().parameters, {});
  RunControl control;
  const SampleSet set = model->sample(problem, settings, {.reads = 64}, control);
  REQUIRE(set.reads() == 64);
  CHECK(*std::min_element(set.energy.begin(), set.energy.end()) == Approx(least));
  CHECK(set.info.count("kernel") == 1);
  const Settings flawed("double-well", model->info().parameters, {{"coupling_bits", "3"}});
  CHECK(model->sample(problem, flawed, {.reads = 16}, control).reads() == 16);
}

TEST_CASE("every block of code on the page about adding a machine is code of the example") {
  const std::string page = content("docs/adding-a-machine.md");
  const std::string code = content("testbench/physics/double_well_machine.hpp");
  const std::string open = "```cpp\n", close = "\n```";
  std::size_t blocks = 0;
  for (std::size_t at = page.find(open); at != std::string::npos; at = page.find(open, at)) {
    at += open.size();
    const std::string block = page.substr(at, page.find(close, at) - at);
    INFO(block);
    CHECK(code.find(block) != std::string::npos);
    ++blocks;
  }
  CHECK(blocks >= 4);
}
