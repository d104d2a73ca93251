// From flags to a circuit.
#include "sim/cli/spice_request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "models/error.hpp"
#include "models/text.hpp"
#include "sim/sampler/registry.hpp"

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

/// The machine of that name, if it has a netlist; UsageError otherwise, naming those that have one.
const AnalogModel& find_circuit(const ModelList& models, const std::string& name) {
  std::vector<std::string> circuits;
  for (const auto& model : models) {
    if (!model->is_circuit()) continue;
    if (model->info().name == name) return *model;
    circuits.push_back(model->info().name);
  }
  const auto samplers = make_samplers();
  const bool known =
      std::any_of(models.begin(), models.end(), [&](const auto& m) { return m->info().name == name; }) ||
      std::any_of(samplers.begin(), samplers.end(), [&](const auto& s) { return s->info().name == name; });
  const std::string near = nearest_name(name, circuits);
  throw UsageError(known ? fmt::format("{} has no netlist", name) : fmt::format("there is no circuit '{}'", name),
                   known || near.empty() ? fmt::format("the circuits are: {}", fmt::join(circuits, ", "))
                                         : fmt::format("did you mean '{}'?", near));
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
  request.model = &find_circuit(request.models, flags.sampler);
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
