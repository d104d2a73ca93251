// Parameter table, reading and description of the flaws of real parts.
#include "sim/sampler/device_flaws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "models/error.hpp"
#include "models/numeric/ensemble_kernels.hpp"

namespace isinglass {
namespace {

constexpr const char* kSeed = "device_seed";

WireModel wire_model_named(const std::string& name) {
  if (name == "first-order") return WireModel::first_order;
  if (name == "network") return WireModel::network;
  return WireModel::automatic;
}

ParameterTable coupling_rows() {
  return {
      {"coupling_mismatch", "", "relative standard deviation of every coupling and field", 0.0, 0.0, 10.0, {}},
      {"coupling_spread", "largest", "standard deviation of an error added to every coupling", 0.0, 0.0, 10.0, {}},
      {"coupling_offset", "largest", "error added to every coupling, the same for all", 0.0, -10.0, 10.0, {}},
      {"input_offset",
       "largest",
       "standard deviation of a constant added to the input of every node",
       0.0,
       0.0,
       10.0,
       {}},
      {"coupling_bits",
       "bits",
       "resolution of couplings and fields with their sign; auto: not quantised",
       Automatic{},
       2.0,
       24.0,
       {},
       true},
      {"coupling_range",
       "",
       "largest coupling that can be set; auto: the largest of the problem",
       Automatic{},
       0.0,
       1e12,
       {}},
      {"missing_couplings", "", "probability that a coupling is absent", 0.0, 0.0, 1.0, {}},
      {"wire_resistance",
       "",
       "resistance of a segment of crossbar line times the largest conductance of a cell",
       0.0,
       0.0,
       10.0,
       {}},
      {"wire_model",
       "",
       "crossbar lines to first order, or as a network; auto: by the number of spins",
       std::string("auto"),
       {},
       {},
       {"auto", "first-order", "network"}},
  };
}

ParameterTable node_rows() {
  const NodeFlaws off;
  return {
      {"leakage", "s", "time constant of the leakage of every node; auto: none", Automatic{}, 1e-15, 1e15, {}},
      {"parasitic", "", "parasitic capacitance of every node, relative to its own", 0.0, 0.0, 1e3, {}},
      {"parasitic_spread",
       "",
       "standard deviation of the parasitic capacitance, relative to the node's own",
       0.0,
       0.0,
       1e3,
       {}},
      {"resistance_mismatch",
       "",
       "relative standard deviation of the resistor at every node, of machines whose nodes have one",
       0.0,
       0.0,
       1.0,
       {}},
      {"gain_mismatch", "", "relative standard deviation of the gain of every amplifier", 0.0, 0.0, 1.0, {}},
      {"device_temperature",
       "K",
       "thermal noise of the conductances, of machines that know their capacitances",
       0.0,
       0.0,
       1e6,
       {}},
      {"white_noise", "state/sqrt(s)", "noise added to every analog variable", 0.0, 0.0, 1e15, {}},
      {"phase_noise",
       "dBc/Hz",
       "phase noise of every oscillator at phase_noise_offset; auto: none",
       Automatic{},
       -300.0,
       0.0,
       {}},
      {"phase_noise_offset",
       "Hz",
       "distance from the carrier at which phase_noise holds",
       off.phase_noise_offset_hz,
       1e-3,
       1e12,
       {}},
      {"jitter", "s", "standard deviation of one period of every oscillator", 0.0, 0.0, 1.0, {}},
      {"stuck_nodes", "", "probability that a node is stuck at a spin", 0.0, 0.0, 1.0, {}},
      {"coupling_delay", "s", "time after which the neighbours see the state of a node", 0.0, 0.0, 1e6, {}},
      {"comparator_offset", "state", "standard deviation of the threshold at which a spin is read", 0.0, 0.0, 1e6, {}},
  };
}

/// Refuses a parameter that says how another one is meant, when that one was not given.
void require_with(const Settings& settings, const char* detail, const char* of) {
  if (!settings.was_written(detail) || settings.was_written(of)) return;
  throw UsageError(fmt::format("{} does nothing without {}", detail, of),
                   fmt::format("set {} too, or leave {} out", of, detail));
}

}  // namespace

ParameterTable flaw_parameters() {
  ParameterTable table{
      {kSeed, "", "which device: fixes its flaws, apart from the seed of the noise", std::int64_t{0}, 0, 9e15, {}}};
  for (const auto& rows : {coupling_rows(), node_rows()}) table.insert(table.end(), rows.begin(), rows.end());
  return table;
}

void append_flaw_parameters(ParameterTable& table) {
  const bool has_seed = std::any_of(table.begin(), table.end(), [](const Parameter& p) { return p.name == kSeed; });
  for (const auto& row : flaw_parameters()) {
    if (row.name != kSeed || !has_seed) table.push_back(row);
  }
}

DeviceFlaws device_flaws(const Settings& settings) {
  const auto optional = [&](const char* name) -> std::optional<double> {
    if (std::holds_alternative<Automatic>(settings.values().at(name))) return std::nullopt;
    return settings.number(name);
  };
  require_with(settings, "coupling_range", "coupling_bits");
  require_with(settings, "wire_model", "wire_resistance");
  require_with(settings, "phase_noise_offset", "phase_noise");
  DeviceFlaws flaws;
  auto& coupling = flaws.coupling;
  coupling.device_seed = flaws.node.device_seed = static_cast<std::uint64_t>(settings.integer(kSeed));
  coupling.mismatch = settings.number("coupling_mismatch");
  coupling.spread = settings.number("coupling_spread");
  coupling.offset = settings.number("coupling_offset");
  coupling.input_offset = settings.number("input_offset");
  coupling.bits = static_cast<int>(optional("coupling_bits").value_or(0.0));
  coupling.range = optional("coupling_range");
  coupling.missing = settings.number("missing_couplings");
  coupling.wire_resistance = settings.number("wire_resistance");
  coupling.wire_model = wire_model_named(settings.word("wire_model"));
  auto& node = flaws.node;
  node.leakage_s = optional("leakage");
  node.parasitic = settings.number("parasitic");
  node.parasitic_spread = settings.number("parasitic_spread");
  node.resistance_mismatch = settings.number("resistance_mismatch");
  node.gain_mismatch = settings.number("gain_mismatch");
  node.temperature_k = settings.number("device_temperature");
  node.white_noise = settings.number("white_noise");
  node.phase_noise_dbc = optional("phase_noise");
  node.phase_noise_offset_hz = settings.number("phase_noise_offset");
  node.jitter_s = settings.number("jitter");
  node.stuck = settings.number("stuck_nodes");
  node.delay_s = settings.number("coupling_delay");
  node.comparator_offset = settings.number("comparator_offset");
  return flaws;
}

std::string flaws_text(const DeviceFlaws& flaws) {
  std::vector<std::string> on;
  const auto say = [&](bool is_on, const std::string& text) {
    if (is_on) on.push_back(text);
  };
  const auto& c = flaws.coupling;
  say(c.bits != 0,
      fmt::format("couplings in {} bits, range {}", c.bits, c.range ? fmt::format("{}", *c.range) : "of the problem"));
  say(c.missing != 0.0, fmt::format("couplings missing with probability {}", c.missing));
  say(c.mismatch != 0.0, fmt::format("coupling mismatch {} (relative)", c.mismatch));
  say(c.spread != 0.0, fmt::format("coupling spread {} of the largest", c.spread));
  say(c.offset != 0.0, fmt::format("coupling offset {} of the largest", c.offset));
  say(c.input_offset != 0.0, fmt::format("input offset {} of the largest coupling", c.input_offset));
  say(c.wire_resistance != 0.0, fmt::format("crossbar wire resistance {} of a cell", c.wire_resistance));
  const auto& n = flaws.node;
  say(n.leakage_s.has_value(), fmt::format("leakage with time constant {} s", n.leakage_s.value_or(0.0)));
  say(n.parasitic != 0.0 || n.parasitic_spread != 0.0,
      fmt::format("parasitic capacitance {} +- {} of the node's", n.parasitic, n.parasitic_spread));
  say(n.resistance_mismatch != 0.0, fmt::format("resistance mismatch {} (relative)", n.resistance_mismatch));
  say(n.gain_mismatch != 0.0, fmt::format("gain mismatch {} (relative)", n.gain_mismatch));
  say(n.temperature_k != 0.0, fmt::format("thermal noise at {} K", n.temperature_k));
  say(n.white_noise != 0.0, fmt::format("white noise {} per sqrt(s)", n.white_noise));
  say(n.phase_noise_dbc.has_value(),
      fmt::format("phase noise {} dBc/Hz at {} Hz", n.phase_noise_dbc.value_or(0.0), n.phase_noise_offset_hz));
  say(n.jitter_s != 0.0, fmt::format("jitter {} s per period", n.jitter_s));
  say(n.stuck != 0.0, fmt::format("nodes stuck with probability {}", n.stuck));
  say(n.delay_s != 0.0, fmt::format("coupling delay {} s", n.delay_s));
  say(n.comparator_offset != 0.0, fmt::format("comparator offset {}", n.comparator_offset));
  return on.empty() ? no_flaws_text : fmt::format("{}; device seed {}", fmt::join(on, "; "), n.device_seed);
}

void describe_flaws(const DeviceFlaws& flaws, const Problem& device, SampleSet& set) {
  set.info["non-idealities"] = flaws_text(flaws);
  if (!flaws.coupling.any()) return;
  auto& energies = set.vectors["device_energy"];
  energies.clear();
  for (std::size_t read = 0; read < set.reads(); ++read) energies.push_back(energy(device, set.sample(read)));
  if (energies.empty()) return;
  const auto best = std::min_element(set.energy.begin(), set.energy.end()) - set.energy.begin();
  const auto mean = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  set.figures["ideal_energy_mean"] = mean(set.energy);
  set.figures["device_energy_mean"] = mean(energies);
  set.figures["ideal_energy_best"] = set.energy[static_cast<std::size_t>(best)];
  set.figures["device_energy_best"] = energies[static_cast<std::size_t>(best)];
}

void check_delay_memory(const NodeFlaws& flaws, double step_s, std::int64_t rows) {
  constexpr double kLimit = 1e9;
  const double bytes = (flaws.delay_s / step_s + 3.0) * static_cast<double>(rows) * kBlockWidth * sizeof(double);
  if (bytes <= kLimit) return;
  throw UsageError(fmt::format("the states of {:.3g} s of coupling delay would take {:.3g} GB per thread",
                               flaws.delay_s, 1e-9 * bytes),
                   "take a longer step or a shorter coupling_delay");
}

}  // namespace isinglass
