// What a build has come to: the record behind `hw build --json`, `hw report`, the printed table and the HTML report.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "hw/flow/configurations.hpp"

namespace isinglass::flow {

struct BuildReport {
  std::string board;
  std::string core;
  std::string device;
  std::string package;
  std::int64_t spins = 0;
  std::int64_t entries = 0;
  std::string couplings;  ///< Configuration::couplings()
  std::int64_t weight_bits = 0;
  std::int64_t field_bits = 0;
  Resources used;      ///< as placed; where no tool here places, as yosys maps it
  Resources capacity;  ///< of the device
  double clock_mhz = 0.0;
  std::vector<double> fmax_mhz_seeds;  ///< by place-and-route seed, beginning with seed 1; none where none was run
  int shipped_seed = 0;                ///< the fastest one
  double icetime_mhz = 0.0;            ///< second opinion on the shipped seed; 0: there is none
  std::int64_t baud = 0;
  std::vector<std::pair<std::string, std::string>> files;      ///< what, file name in the build directory
  std::vector<std::pair<std::string, std::string>> checksums;  ///< netlist and bitstream
  std::vector<std::string> tools;                              ///< name and version
  std::string remark;                                          ///< what to know about the figures, or ""

  /// Slowest seed; 0 where nothing was placed.
  [[nodiscard]] double fmax_mhz() const;
  std::int64_t spins_per_clock = 1;  ///< of the core (Core::spins_per_clock)
  /// One sweep over all `spins` in which none flips, in microseconds; 0 where the core has no such sweep.
  [[nodiscard]] double quiet_sweep_us() const;
};

/// The JSON of design.md's `hw build|report`; files are named as `directory`/NAME.
nlohmann::ordered_json to_json(const BuildReport& report, const std::filesystem::path& directory);

/// The aligned table that `hw build` and `hw report` print.
std::string to_table(const BuildReport& report, const std::filesystem::path& directory);

/// Writes and reads DIRECTORY/report.json. Reading throws UsageError when there is none, InputError when it is not one.
void write_report(const BuildReport& report, const std::filesystem::path& directory);
BuildReport read_report(const std::filesystem::path& directory);

}  // namespace isinglass::flow
