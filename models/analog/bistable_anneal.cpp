// From pure numbers to a bistable machine in SI units.
#include "models/analog/bistable_anneal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "models/error.hpp"

namespace isinglass {
namespace {

using Shape = Schedule::Shape;

constexpr std::array<std::pair<BistablePreset, const char*>, 5> kPresetNames{
    {{BistablePreset::passive, "passive"},
     {BistablePreset::software_clipped, "software-clipped"},
     {BistablePreset::software_ziv, "software-ziv"},
     {BistablePreset::driven, "driven"},
     {BistablePreset::latch, "latch"}}};

/// mean_i (sum_j |J_ij| + |h_i|), or 1 for a problem without any.
double mean_row(const Problem& problem) {
  double sum = 0.0;
  for (const double h : problem.fields) sum += std::abs(h);
  for (const auto& c : problem.couplings) sum += 2.0 * std::abs(c.value);
  return sum > 0.0 ? sum / static_cast<double>(problem.fields.size()) : 1.0;
}

/// The shorter of 0.4 R C and 1.5 over the fastest rate. That is the rate of one node against resting neighbours, with
/// the cubic's slope a little above the rail; or, where couplings dominate, of neighbours that move against each other,
/// whose load and coupling add up (Gershgorin's bound), with the slope at the rail.
double automatic_step_s(const Problem& problem, const BistableDesign& design, double time_constant_s) {
  constexpr double kSlopeAboveRail = 4.0;
  constexpr double kSlopeAtRail = 2.0;
  const double row = coupling_scale(problem).largest_row * design.conductance_s;
  const double load = design.loading == BistableLoading::none ? 0.0 : row;
  const double node = design.node_s.largest();
  const double fastest = std::max(load + kSlopeAboveRail * node, load + row + kSlopeAtRail * node);
  return std::min(0.4 * time_constant_s, fastest > 0.0 ? 1.5 * design.capacitance_f / fastest : time_constant_s);
}

/// Two over the rate of a node at the rail against resting neighbours. A circuit's node overshoots more and more beyond
/// it; where nothing loads or holds the node, its neighbours drive it from rail to rail in one step.
double longest_bistable_step_s(const Problem& problem, const BistableDesign& design) {
  constexpr double kSlopeAtRail = 2.0;
  const double row = coupling_scale(problem).largest_row * design.conductance_s;
  return 2.0 * design.capacitance_f / (row + kSlopeAtRail * design.node_s.largest());
}

void set_form(BistablePreset preset, BistableDesign& design) {
  using Loading = BistableLoading;
  switch (preset) {
    case BistablePreset::passive:
      design.loading = Loading::magnitude;
      design.law = BistableLaw::cubic;
      return;
    case BistablePreset::software_clipped:
      design.loading = Loading::signed_sum;
      design.law = BistableLaw::none;
      design.clip = true;
      return;
    case BistablePreset::software_ziv:
      design.loading = Loading::signed_sum;
      design.law = BistableLaw::cubic;
      return;
    case BistablePreset::driven:
      design.loading = Loading::none;
      design.law = BistableLaw::cubic;
      design.clip = true;
      return;
    case BistablePreset::latch:
      design.loading = Loading::signed_sum;
      design.law = BistableLaw::latch;
      design.clip = true;
      return;
  }
}

}  // namespace

std::string to_string(BistablePreset preset) {
  for (const auto& [value, name] : kPresetNames) {
    if (value == preset) return name;
  }
  return "passive";
}

BistablePreset bistable_preset_named(const std::string& name) {
  for (const auto& [value, known] : kPresetNames) {
    if (name == known) return value;
  }
  throw UsageError("there is no bistable preset '" + name + "'",
                   "the presets are: passive, software-clipped, software-ziv, driven, latch");
}

std::vector<std::string> bistable_preset_names() {
  std::vector<std::string> names;
  names.reserve(std::size(kPresetNames));
  for (const auto& [value, name] : kPresetNames) names.emplace_back(name);
  return names;
}

BistableAnneal bistable_defaults(BistablePreset preset) {
  BistableAnneal anneal;
  anneal.preset = preset;
  anneal.node = {Shape::linear, 0.0, 0.0, 1};
  anneal.latch_gain = {Shape::linear, 1.0, 1.0, 1};
  anneal.noise = {Shape::linear, 0.0, 0.0, 1};
  anneal.flips = {Shape::linear, 0.0, 0.0, 1};
  anneal.length = 200.0;
  switch (preset) {
    case BistablePreset::passive:
      anneal.node = {Shape::linear, 1.0, 1.5, 1};
      anneal.noise = {Shape::linear, 0.4, 0.0, 1};
      anneal.length = 8000.0;
      break;
    case BistablePreset::software_clipped:
      anneal.growth = 1.0;
      break;
    case BistablePreset::software_ziv:
      anneal.growth = 1.0;
      anneal.node = {Shape::linear, 1.0, 1.0, 1};
      break;
    case BistablePreset::driven:
      anneal.node = {Shape::linear, 0.0, 0.1, 1};
      anneal.noise = {Shape::linear, 0.5, 0.0, 1};
      anneal.length = 8000.0;
      break;
    case BistablePreset::latch:
      anneal.growth = 1.0;
      anneal.node = {Shape::linear, 1.0, 1.0, 1};
      anneal.latch_gain = {Shape::linear, 0.1, 3.0, 1};
      break;
  }
  return anneal;
}

BistableDesign design_bistable(const Problem& problem, const BistableAnneal& anneal) {
  return design_bistable(problem, problem, anneal);
}

BistableDesign design_bistable(const Problem& problem, const Problem& device, const BistableAnneal& anneal) {
  BistableDesign design;
  set_form(anneal.preset, design);
  const double time_constant_s = anneal.resistance_ohm * anneal.capacitance_f;
  design.capacitance_f = anneal.capacitance_f;
  design.rail_v = anneal.rail_v;
  design.conductance_s = 1.0 / (anneal.resistance_ohm * mean_row(problem));
  design.start_v = 0.01 * anneal.rail_v;
  design.duration_s = anneal.length * time_constant_s;
  design.coupling_growth_s = anneal.growth * design.duration_s;
  design.node_s = schedule_of(anneal.node, 1.0 / anneal.resistance_ohm, design.duration_s);
  design.latch_gain = schedule_of(anneal.latch_gain, 1.0, design.duration_s);
  design.flips = schedule_of(anneal.flips, 1.0 / time_constant_s, design.duration_s);
  design.step_s = anneal.step > 0.0 ? anneal.step * time_constant_s
                                    : std::min(automatic_step_s(problem, design, time_constant_s),
                                               automatic_step_s(device, design, time_constant_s));
  design.longest_step_s = longest_bistable_step_s(device, design);
  const double unit = 2.0 * design.conductance_s * anneal.rail_v * anneal.rail_v *
                      coupling_scale(problem).root_mean_square_row / anneal.capacitance_f;
  const Ramp amplitude = amplitude_ramp(anneal.noise);
  design.noise = schedule_of(amplitude, std::sqrt(unit), design.duration_s);
  return design;
}

}  // namespace isinglass
