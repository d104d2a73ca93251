// From flags to a circuit.
#include "sim/cli/spice_request.hpp"

#include <algorithm>

#include "models/error.hpp"

namespace isinglass::cli {
namespace {

/// KEY=VALUE of this sampler, with or without its name before the key.
WrittenSettings own_parameters(const std::vector<std::string>& words, const std::string& sampler) {
  WrittenSettings written = split_parameters(words);
  for (auto& [key, value] : written) {
    if (key.rfind(sampler + ".", 0) == 0) key.erase(0, sampler.size() + 1);
  }
  return written;
}

/// Sets the noise of the table to zero where nothing else was asked for.
bool silence(const ParameterTable& table, WrittenSettings& written) {
  bool any = false;
  for (const std::string name : {"noise_start", "noise_end", "flips_start", "flips_end"}) {
    const bool known = std::any_of(table.begin(), table.end(), [&](const Parameter& p) { return p.name == name; });
    const bool asked =
        std::any_of(written.begin(), written.end(), [&](const auto& pair) { return pair.first == name; });
    if (!known || asked) continue;
    written.emplace_back(name, "0");
    any = true;
  }
  return any;
}

}  // namespace

void add_spice_flags(CLI::App& command, SpiceFlags& flags) {
  command.add_option("--sampler", flags.sampler, "The circuit: lc-oscillator (default), hopfield or bistable")
      ->type_name("NAME");
  command.add_option("--read", flags.read, "Start as this read of 'solve' does (default 0)")
      ->type_name("N")
      ->check(whole_number(0, 1000000000));
  command.add_option("--accuracy", flags.accuracy, "ngspice's tolerances: default (reltol 1e-3) or tight (1e-6)")
      ->type_name("WORD")
      ->check(one_of({"default", "tight"}));
  command.add_option("--tmax", flags.largest_step_s, "Longest time step of ngspice in s (default: by the circuit)")
      ->type_name("S")
      ->check(positive_number());
}

SpiceRequest make_spice_request(const ProblemFlags& problem, const CLI::App& command, const SpiceFlags& flags,
                                const std::vector<std::string>& parameters, const std::string& seed) {
  SpiceRequest request;
  request.models = make_models();
  request.model = &find_model(request.models, flags.sampler);
  if (!request.model->is_circuit()) {
    throw UsageError(flags.sampler + " has no netlist", "the circuits are hopfield, lc-oscillator and bistable");
  }
  const ParameterTable& table = request.model->info().parameters;
  request.written = own_parameters(parameters, flags.sampler);
  request.silenced = silence(table, request.written);
  request.settings = std::make_unique<Settings>(flags.sampler, table, request.written);
  request.problem = load(problem, command);
  if (flags.accuracy == "tight") request.accuracy = SpiceAccuracy::tight();
  request.accuracy.largest_step_s = flags.largest_step_s.value_or(0.0);
  request.options.seed = resolve_seed(seed);
  request.options.read = static_cast<std::uint32_t>(flags.read);
  request.options.tolerance = {1e-11, 1e-11};
  request.circuit = request.model->circuit(request.problem, *request.settings, request.options, request.accuracy);
  request.options.initial = request.circuit.initial;
  return request;
}

}  // namespace isinglass::cli
