// Parameter table, description and power figures of the resistor network.
#include "sim/sampler/resistor.hpp"

#include "models/analog/resistor_pairs.hpp"
#include "sim/sampler/model_of.hpp"

namespace isinglass {
namespace {

struct ResistorFamily {
  using Machine = ResistorMachine;

  static SamplerInfo info() {
    return {"resistor", SamplerKind::analog,
            "passive resistor network of node pairs with tunnel-diode elements; reports its power", parameters()};
  }

  static ResistorMachine build(const Problem& asked, const Problem& device, const Settings& settings,
                               KernelKind /*kernel*/) {
    PairAnneal anneal;
    anneal.capacitance_f = settings.number("capacitance");
    anneal.resistance_ohm = settings.number("resistance");
    anneal.rail_v = settings.number("rail");
    anneal.node = {Schedule::Shape::linear, settings.number("node_start"), settings.number("node_end"), 1};
    anneal.noise = {Schedule::Shape::linear, settings.number("noise_start"), settings.number("noise_end"), 1};
    anneal.leak = settings.number("leak");
    anneal.length = settings.number("length");
    anneal.step = settings.number_or("step", 0.0);
    return ResistorMachine(pair_network(asked, device, anneal));
  }

  static double step_s(const ResistorMachine& machine, const Settings& /*settings*/) {
    return machine.network().step_s;
  }

  static double longest_step_s(const ResistorMachine& machine) { return machine.network().longest_step_s; }

  static Stepper stepper(const Settings& settings) { return stepper_named(settings.word("stepper")); }

  /// At the voltages where uncoupled pairs rest, their copies opposite: an element has both across it.
  static std::vector<double> state_of(const ResistorMachine& machine, std::span<const Spin> spins) {
    std::vector<double> voltage;
    for (const double side : {0.5, -0.5}) {
      for (std::size_t i = 0; i < spins.size(); ++i) {
        voltage.push_back(side * machine.network().elements[i].scale_v * spins[i]);
      }
    }
    return voltage;
  }

  static bool energy_falls(const ResistorMachine& machine) { return machine.network().cubic.is_constant(); }

  static void describe(const ResistorMachine& machine, const Settings& settings, SampleSet& set) {
    const auto& network = machine.network();
    set.info["tunnel diodes (S)"] = network.cubic.describe();
    set.info["noise (V/sqrt(s))"] = network.noise.is_zero() ? "off" : network.noise.describe();
    set.figures["nodes"] = static_cast<double>(network.nodes);
    set.figures["resistors"] = static_cast<double>(network.resistors.size() + network.sources.size());
    if (settings.flag("power")) report_power(machine, settings, set);
    diagnose_undecided(set, "their pairs ended within a quarter of the rail of zero volts",
                       "Raise node_end, or lower noise_end.");
  }

 private:
  /// Follows read 0 once more, on the generic kernel, and adds up what its parts take.
  static void report_power(const ResistorMachine& machine, const Settings& settings, SampleSet& set) {
    constexpr int kInstants = 200;
    Trajectory<ResistorMachine> trajectory(machine, stepper(settings), step_s(machine, settings),
                                           {.seed = 0, .read = 0, .kernel = KernelKind::generic});
    PowerBalance power;
    double resistors_j = 0.0;
    for (int k = 1; k <= kInstants; ++k) {
      trajectory.advance_to(machine.duration_s() * k / kInstants);
      power = machine.power(trajectory.time_s(), trajectory.state());
      resistors_j += power.resistors * machine.duration_s() / kInstants;
    }
    set.info["power"] = "of one run with seed 0: turned into heat by the resistors, at the end and over the run";
    set.figures["power_resistors_w"] = power.resistors;
    set.figures["power_elements_w"] = power.elements;
    set.figures["power_supplied_w"] = power.supplied;
    set.figures["energy_resistors_j"] = resistors_j;
  }

  static ParameterTable parameters() {
    const PairAnneal d;
    return {
        {"resistance", "ohm", "R: all couplings of an average node in parallel", d.resistance_ohm, 1e-3, 1e15, {}},
        {"capacitance", "F", "C of each node; R C is the unit of time", d.capacitance_f, 1e-18, 1.0, {}},
        {"rail", "V", "V_s: where an uncoupled node rests", d.rail_v, 1e-3, 1e3, {}},
        {"length", "R C", "duration", d.length, 1e-3, 1e9, {}},
        {"node_start", "1/R", "negative conductance of a node at the start", d.node.start, 0.0, 1e6, {}},
        {"node_end", "1/R", "negative conductance of a node at the end", d.node.end, 0.0, 1e6, {}},
        {"noise_start", "", "temperature at the start, in units of J_rms", d.noise.start, 0.0, 1e6, {}},
        {"noise_end", "", "temperature at the end, in units of J_rms", d.noise.end, 0.0, 1e6, {}},
        {"leak", "1/R", "conductance of each node to ground", d.leak, 0.0, 1e3, {}},
        {"power", "", "follow one run more and report the power that it draws", true, {}, {}, {}},
        {"stepper",
         "",
         "Euler-Maruyama, stochastic Heun, or Runge-Kutta without noise",
         std::string("euler"),
         {},
         {},
         {"euler", "heun", "rk4"}},
        {"step", "R C", "time step; auto: from the heaviest node", Automatic{}, 1e-6, 1e3, {}},
    };
  }
};

}  // namespace

std::unique_ptr<AnalogModel> make_resistor_model() { return std::make_unique<ModelOf<ResistorFamily>>(); }

}  // namespace isinglass
