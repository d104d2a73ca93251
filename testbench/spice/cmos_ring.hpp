// A ring of three CMOS inverters twice over: as transistors for ngspice (MOS level 1, Shichman and Hodges 1968) and as
// differential equations for the phase macromodel.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "models/analog/oscillator_circuit.hpp"
#include "sim/io/spice_netlist.hpp"

namespace isinglass::testing {

struct CmosRing {
  double supply_v = 1.8;
  double threshold_v = 0.45;             ///< of the n transistor; minus that of the p transistor
  double n_transconductance_s_v = 2e-4;  ///< beta, A/V^2
  double p_transconductance_s_v = 1e-4;
  double modulation_v = 0.1;  ///< lambda, 1/V: channel-length modulation
  double load_f = 1e-12;      ///< from every stage to ground
  double unit_s = 1e-8;       ///< the equations' unit of time

  /// The current of a transistor of level 1 with its source as reference, vds >= 0.
  [[nodiscard]] double current(double beta, double vgs, double vds) const {
    const double over = vgs - threshold_v;
    if (over <= 0.0) return 0.0;
    const double reached = std::min(over, vds);
    return beta * (over - 0.5 * reached) * reached * (1.0 + modulation_v * vds);
  }

  /// dv_k/dt = (I_p - I_n)/C, the input of stage k being stage k - 1; volts, `unit_s`.
  [[nodiscard]] OscillatorCircuit equations() const {
    OscillatorCircuit circuit;
    circuit.name = "three CMOS inverters";
    circuit.rates = [ring = *this](const Eigen::VectorXd& v) {
      Eigen::VectorXd rate(3);
      for (Eigen::Index k = 0; k < 3; ++k) {
        const double in = v[(k + 2) % 3], out = v[k];
        const double up = ring.current(ring.p_transconductance_s_v, ring.supply_v - in, ring.supply_v - out);
        const double down = ring.current(ring.n_transconductance_s_v, in, out);
        rate[k] = ring.unit_s / ring.load_f * (up - down);
      }
      return rate;
    };
    circuit.start = Eigen::Vector3d(0.2, 1.0, 1.5);
    return circuit;
  }

  /// Rings a1 a2 a3 and b1 b2 b3 that start at the given voltages, a1 and b1 joined by `ohm`.
  [[nodiscard]] SpiceNetlist two_rings(const Eigen::VectorXd& first, const Eigen::VectorXd& second, double ohm,
                                       double duration_s) const {
    NetlistWriter writer("two rings of CMOS inverters", {});
    std::string transistors = fmt::format("Vdd vdd 0 {}\n", supply_v);
    for (const auto& [name, start] : {std::pair<char, const Eigen::VectorXd*>{'a', &first}, {'b', &second}}) {
      for (Eigen::Index k = 0; k < 3; ++k) {
        const std::string out = fmt::format("{}{}", name, k + 1), in = fmt::format("{}{}", name, (k + 2) % 3 + 1);
        writer.capacitor(out, out, "0", load_f, (*start)[k]);
        transistors += fmt::format("Mp{0} {0} {1} vdd vdd pch W=1u L=1u\nMn{0} {0} {1} 0 0 nch W=1u L=1u\n", out, in);
      }
    }
    writer.resistor("c", "a1", "b1", ohm);
    transistors += fmt::format(
        ".model nch NMOS(LEVEL=1 VTO={0} KP={1} LAMBDA={3} GAMMA=0 IS=1e-18)\n"
        ".model pch PMOS(LEVEL=1 VTO=-{0} KP={2} LAMBDA={3} GAMMA=0 IS=1e-18)\n",
        threshold_v, n_transconductance_s_v, p_transconductance_s_v, modulation_v);
    constexpr double kStep = 2e-11;
    SpiceNetlist netlist = writer.finish({"v(a1)", "v(b1)"}, duration_s, kStep, kStep, {.relative = 1e-4});
    netlist.text.insert(netlist.text.find(".save"), transistors);
    return netlist;
  }
};

}  // namespace isinglass::testing
