// An ngspice netlist under construction: elements, sources that follow a formula, initial conditions, and how exactly
// the transient is to be integrated.
//
// Traps of ngspice 39 that this class and its users keep clear of: in a formula v^3 and pow(v,3) use |v|, so powers are
// written as products; without tmax a step may be as long as a fiftieth of the run, so tmax is always given; values are
// plain numbers in SI units, without SPICE's suffixes (where M is milli).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/analog/schedule.hpp"

namespace isinglass {

/// How ngspice integrates. The defaults of the three tolerances are its own.
struct SpiceAccuracy {
  double relative = 1e-3;       ///< reltol
  double voltage_v = 1e-6;      ///< vntol
  double current_a = 1e-12;     ///< abstol
  double largest_step_s = 0.0;  ///< tmax; 0: that of the circuit's netlist

  /// reltol 1e-6, vntol 1e-10 V, abstol 1e-14 A.
  static SpiceAccuracy tight() { return {1e-6, 1e-10, 1e-14, 0.0}; }
  [[nodiscard]] bool is_tight() const { return relative < 1e-5; }
};

/// A netlist and what its run writes.
struct SpiceNetlist {
  std::string text;
  std::vector<std::string> probes;  ///< the vectors that are saved, as ngspice names them: "v(n1)", "i(l1)"
  double duration_s = 0.0;
  double largest_step_s = 0.0;  ///< tmax: the run has at least duration / tmax time points
};

/// `value` as ngspice reads it back exactly.
std::string spice_number(double value);
/// A schedule as a formula of `time`, in parentheses: a number where it is constant.
std::string spice_formula(const Schedule& schedule);

/// A conductance, constant or a formula of `time`.
struct SpiceConductance {
  double siemens = 0.0;
  std::string formula;  ///< empty where it is constant

  static SpiceConductance of(const Schedule& schedule);
};

/// UsageError unless `noise` is zero: no second simulator repeats a machine's noise.
void refuse_noise(const Schedule& noise);

class NetlistWriter {
 public:
  /// `title` is the first line of the netlist, `remarks` become comment lines.
  NetlistWriter(const std::string& title, const std::vector<std::string>& remarks);

  void comment(std::string_view text);
  /// Makes ngspice take time points either side of the jumps of a square wave, which it would step over: a formula of
  /// `time` has none, a pulse at a node of its own ("breakNAME") has. Nothing for other shapes.
  void jumps_of(std::string_view name, const Schedule& schedule);
  void resistor(std::string_view name, std::string_view from, std::string_view to, double ohm);
  void capacitor(std::string_view name, std::string_view from, std::string_view to, double farad, double volt_at_start);
  void inductor(std::string_view name, std::string_view from, std::string_view to, double henry,
                double ampere_at_start);
  /// A constant current that flows through the source from `from` to `to`.
  void current(std::string_view name, std::string_view from, std::string_view to, double ampere);
  /// siemens * v(control) flows from `from` to `to`.
  void transconductance(std::string_view name, std::string_view from, std::string_view to, std::string_view control,
                        double siemens);
  /// A current that follows a formula, from `from` to `to`.
  void formula_current(std::string_view name, std::string_view from, std::string_view to, std::string_view formula);
  /// A voltage that follows a formula.
  void formula_voltage(std::string_view name, std::string_view node, std::string_view formula);
  /// A passive coupling of two nodes: g(t) |weight| (v(a) - sgn(weight) v(b)) leaves node a, and the mirror image
  /// leaves b. A resistor where the weight is positive and the conductance constant; crossed transconductances and
  /// resistors to ground where it is negative; formulas where the conductance changes. A node whose name begins with
  /// "ref" is a source, from which nothing is drawn. Nothing where the weight is zero.
  void coupling(std::string_view name, std::string_view a, std::string_view b, const SpiceConductance& conductance,
                double weight);
  /// g(t) weight (v(a) - v(b)) flows from a to b: a resistor, negative where the weight is.
  void signed_coupling(std::string_view name, std::string_view a, std::string_view b,
                       const SpiceConductance& conductance, double weight);

  /// Saves `probes`, sets the tolerances and the transient, and hands the netlist over. `step_s` is the spacing that is
  /// asked for, `largest_step_s` the circuit's own tmax where `accuracy` has none.
  SpiceNetlist finish(std::vector<std::string> probes, double duration_s, double step_s, double largest_step_s,
                      const SpiceAccuracy& accuracy);

 private:
  std::string text_;
};

}  // namespace isinglass
