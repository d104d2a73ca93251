// A bistable machine described by pure numbers that suit any problem, turned into a design in SI units.
//
// The unit of time is R C, R the parallel resistance of all couplings of an average node: g = 1 / (R mean_i row_i),
// row_i = sum_j |J_ij| + |h_i|. Node conductances are in units of 1/R. Temperatures are those of the problem's energy
// in units of J_rms (coupling_scale.hpp): noise^2 = 2 T g V_s^2 J_rms / C.
#pragma once

#include "models/analog/bistable.hpp"
#include "models/analog/coupling_scale.hpp"
#include "models/analog/ramp.hpp"

namespace isinglass {

/// Where public sources disagree.
enum class BistablePreset {
  passive,           ///< resistors to the neighbour or its inverted copy, cubic negative conductance; annealed by noise
  software_clipped,  ///< public software: currents J_ij (v_i - v_j) with J's sign, growing couplings, clipped at the
                     ///< rails
  software_ziv,      ///< the same with the cubic negative conductance instead of clipping
  driven,            ///< after code that descends from the authors': no load, cubic node, clipped; annealed by noise
  latch              ///< public software: two inverters back to back with swept gain, currents with J's sign, clipped
};
/// "passive", "software-clipped", "software-ziv", "driven", "latch".
std::string to_string(BistablePreset preset);
/// The preset of that name; UsageError otherwise.
BistablePreset bistable_preset_named(const std::string& name);
/// All names.
std::vector<std::string> bistable_preset_names();

/// A preset's defaults are experiments on G1: see docs/machines/bistable.md.
struct BistableAnneal {
  BistablePreset preset = BistablePreset::passive;
  double capacitance_f = 1e-9;
  double resistance_ohm = 1e3;
  double rail_v = 1.0;
  Ramp node;            ///< G_z R
  Ramp latch_gain;      ///< k
  Ramp noise;           ///< T / J_rms
  Ramp flips;           ///< random flips of each node per R C
  double growth = 0.0;  ///< T of a(t) in units of the duration; 0: constant couplings
  double length = 0.0;  ///< duration in units of R C
  double step = 0.0;    ///< in units of R C; 0: the shorter of 0.4 and 1.5 over the fastest rate of a node
};

/// The defaults of a preset.
BistableAnneal bistable_defaults(BistablePreset preset);

BistableDesign design_bistable(const Problem& problem, const BistableAnneal& anneal);
/// The same set up for `problem` where the couplings came out as those of `device`: its step suits both.
BistableDesign design_bistable(const Problem& problem, const Problem& device, const BistableAnneal& anneal);

}  // namespace isinglass
