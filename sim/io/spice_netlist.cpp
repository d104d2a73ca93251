// Elements, formulas and the transient command of an ngspice netlist.
#include "sim/io/spice_netlist.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <numbers>

#include "models/error.hpp"

namespace isinglass {
namespace {

bool is_source(std::string_view node) { return node.substr(0, 3) == "ref"; }

/// Comments and titles are one line each.
std::string one_line(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return line;
}

}  // namespace

std::string spice_number(double value) {
  if (!std::isfinite(value)) throw NumericalError("a value of the circuit is not finite", "check the parameters");
  return fmt::format("{:.17g}", value);
}

std::string spice_formula(const Schedule& schedule) {
  std::string start = "(" + spice_number(schedule.start()) + ")";
  if (schedule.is_constant()) return start;
  const std::string end = "(" + spice_number(schedule.end()) + ")";
  const std::string x = fmt::format("min(time/{},1)", spice_number(schedule.duration_s()));
  switch (schedule.shape()) {
    case Schedule::Shape::linear:
      return fmt::format("({}+({})*{})", start, spice_number(schedule.end() - schedule.start()), x);
    case Schedule::Shape::geometric:
      return fmt::format("({}*exp(({})*{}))", start, spice_number(std::log(schedule.end() / schedule.start())), x);
    case Schedule::Shape::cosine:
      return fmt::format("({}+({})*(1+cos({}*{})))", end, spice_number(0.5 * (schedule.start() - schedule.end())),
                         spice_number(std::numbers::pi), x);
    case Schedule::Shape::square: {
      const std::string turns = fmt::format("{}*{}", schedule.cycles(), x);
      return fmt::format("((time<{} && ({})-floor({})<0.5) ? {} : {})", spice_number(schedule.duration_s()), turns,
                         turns, start, end);
    }
  }
  return start;
}

SpiceConductance SpiceConductance::of(const Schedule& schedule) {
  if (schedule.is_constant()) return {schedule.start(), ""};
  return {0.0, spice_formula(schedule)};
}

void refuse_noise(const Schedule& noise) {
  if (noise.is_zero()) return;
  throw UsageError("a netlist with noise would not repeat the machine's trajectory", "set its noise to zero");
}

NetlistWriter::NetlistWriter(const std::string& title, const std::vector<std::string>& remarks)
    : text_("* " + one_line(title) + "\n") {
  for (const auto& remark : remarks) comment(remark);
}

void NetlistWriter::comment(std::string_view text) { text_ += "* " + one_line(text) + "\n"; }

void NetlistWriter::jumps_of(std::string_view name, const Schedule& schedule) {
  if (schedule.shape() != Schedule::Shape::square || schedule.is_constant()) return;
  constexpr double kEdge = 1e-6;  // of half a cycle
  const double half_s = 0.5 * schedule.duration_s() / schedule.cycles();
  const double edge_s = kEdge * half_s;
  // The corners of a pulse's edge lie either side of the jump: a step that ended on it would take the new value for its
  // whole last half.
  fmt::format_to(std::back_inserter(text_), "Vbreak{0} break{0} 0 PULSE(0 1 {1} {2} {2} {3} {4})\n", name,
                 spice_number(half_s - 0.5 * edge_s), spice_number(edge_s), spice_number(half_s - edge_s),
                 spice_number(2.0 * half_s));
}

void NetlistWriter::resistor(std::string_view name, std::string_view from, std::string_view to, double ohm) {
  fmt::format_to(std::back_inserter(text_), "R{} {} {} {}\n", name, from, to, spice_number(ohm));
}

void NetlistWriter::capacitor(std::string_view name, std::string_view from, std::string_view to, double farad,
                              double volt_at_start) {
  fmt::format_to(std::back_inserter(text_), "C{} {} {} {} IC={}\n", name, from, to, spice_number(farad),
                 spice_number(volt_at_start));
}

void NetlistWriter::inductor(std::string_view name, std::string_view from, std::string_view to, double henry,
                             double ampere_at_start) {
  fmt::format_to(std::back_inserter(text_), "L{} {} {} {} IC={}\n", name, from, to, spice_number(henry),
                 spice_number(ampere_at_start));
}

void NetlistWriter::current(std::string_view name, std::string_view from, std::string_view to, double ampere) {
  fmt::format_to(std::back_inserter(text_), "I{} {} {} {}\n", name, from, to, spice_number(ampere));
}

void NetlistWriter::transconductance(std::string_view name, std::string_view from, std::string_view to,
                                     std::string_view control, double siemens) {
  fmt::format_to(std::back_inserter(text_), "G{} {} {} {} 0 {}\n", name, from, to, control, spice_number(siemens));
}

void NetlistWriter::formula_current(std::string_view name, std::string_view from, std::string_view to,
                                    std::string_view formula) {
  fmt::format_to(std::back_inserter(text_), "B{} {} {} I={}\n", name, from, to, formula);
}

void NetlistWriter::formula_voltage(std::string_view name, std::string_view node, std::string_view formula) {
  fmt::format_to(std::back_inserter(text_), "B{} {} 0 V={}\n", name, node, formula);
}

void NetlistWriter::coupling(std::string_view name, std::string_view a, std::string_view b,
                             const SpiceConductance& conductance, double weight) {
  if (weight > 0.0) return signed_coupling(name, a, b, conductance, weight);
  if (weight == 0.0) return;
  const auto oppose = [&](const std::string& label, std::string_view node, std::string_view other) {
    if (!conductance.formula.empty()) {
      formula_current(label, node, "0",
                      fmt::format("{}*{}*(v({})+v({}))", conductance.formula, spice_number(-weight), node, other));
      return;
    }
    if (conductance.siemens == 0.0) return;
    resistor(label, node, "0", 1.0 / (-weight * conductance.siemens));
    transconductance(label, node, "0", other, -weight * conductance.siemens);
  };
  oppose(fmt::format("{}a", name), a, b);
  if (!is_source(b)) oppose(fmt::format("{}b", name), b, a);
}

void NetlistWriter::signed_coupling(std::string_view name, std::string_view a, std::string_view b,
                                    const SpiceConductance& conductance, double weight) {
  if (weight == 0.0) return;
  if (!conductance.formula.empty()) {
    formula_current(name, a, b, fmt::format("{}*({})*(v({})-v({}))", conductance.formula, spice_number(weight), a, b));
    return;
  }
  if (conductance.siemens != 0.0) resistor(name, a, b, 1.0 / (weight * conductance.siemens));
}

SpiceNetlist NetlistWriter::finish(std::vector<std::string> probes, double duration_s, double step_s,
                                   double largest_step_s, const SpiceAccuracy& accuracy) {
  constexpr std::size_t kPerLine = 8;
  for (std::size_t k = 0; k < probes.size(); ++k) {
    if (k % kPerLine == 0) text_ += k == 0 ? ".save" : "\n.save";
    text_ += " " + probes[k];
  }
  fmt::format_to(std::back_inserter(text_), "\n.options method=trap reltol={} vntol={} abstol={}\n",
                 spice_number(accuracy.relative), spice_number(accuracy.voltage_v), spice_number(accuracy.current_a));
  const double largest = accuracy.largest_step_s > 0.0 ? accuracy.largest_step_s : largest_step_s;
  fmt::format_to(std::back_inserter(text_), ".tran {} {} 0 {} uic\n.end\n", spice_number(step_s),
                 spice_number(duration_s), spice_number(largest));
  return {std::move(text_), std::move(probes), duration_s, largest};
}

}  // namespace isinglass
