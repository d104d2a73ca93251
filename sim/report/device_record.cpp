// Flaws and device energies, read off the figures and texts of a run.
#include "sim/report/device_record.hpp"

#include <fmt/format.h>

#include "sim/sampler/device_flaws.hpp"

namespace isinglass {

std::optional<DeviceEnergies> device_energies(const std::map<std::string, double>& figures) {
  if (!figures.contains("device_energy_mean")) return std::nullopt;
  return DeviceEnergies{figures.at("ideal_energy_mean"), figures.at("device_energy_mean"),
                        figures.at("ideal_energy_best"), figures.at("device_energy_best")};
}

DeviceEnergies pooled(const std::vector<std::pair<double, DeviceEnergies>>& runs) {
  DeviceEnergies all = runs.front().second;
  all.ideal_mean = all.device_mean = 0.0;
  double reads = 0.0;
  for (const auto& [count, run] : runs) {
    all.ideal_mean += count * run.ideal_mean;
    all.device_mean += count * run.device_mean;
    reads += count;
    if (run.ideal_best >= all.ideal_best) continue;
    all.ideal_best = run.ideal_best;
    all.device_best = run.device_best;
  }
  all.ideal_mean /= reads;
  all.device_mean /= reads;
  return all;
}

std::string flaws_of_run(const std::map<std::string, std::string>& info) {
  const auto flaws = info.find("non-idealities");
  if (flaws == info.end()) return "";
  const auto mismatch = info.find("mismatch");  // of oscillators, which have it of their own
  if (mismatch == info.end() || mismatch->second == "off") return flaws->second;
  const bool others = flaws->second != no_flaws_text;
  return fmt::format("frequency mismatch {}{}", mismatch->second, others ? "; " + flaws->second : "");
}

}  // namespace isinglass
