// A core of the catalogue compiled by Icarus Verilog, with its Verilog as it is or changed.
#pragma once

#include <filesystem>
#include <string>

#include "hw/flow/configurations.hpp"
#include "testbench/ladder/core_script.hpp"

namespace isinglass::testbench {

/// Has a folder of its own while it lives.
class IcarusCore {
 public:
  /// A core that is made for a graph gets that of rtl/graphs which has so many spins.
  /// Of the files of the core, `changed` (relative to the root of the sources) has `text` instead of what it says.
  explicit IcarusCore(const flow::Configuration& configuration, const std::string& changed = "",
                      const std::string& text = "");
  ~IcarusCore();
  IcarusCore(const IcarusCore&) = delete;
  IcarusCore& operator=(const IcarusCore&) = delete;

  /// Whether the changed Verilog could be compiled at all.
  [[nodiscard]] bool compiled() const { return compiled_; }
  /// What the bench says about the script: "PASS after …", or which words differ. Ended after `seconds`.
  /// With `hasty` the first difference ends it, too.
  std::string play(const CoreScript& script, int seconds = 600, bool hasty = false);

 private:
  std::string call(const std::vector<std::string>& command, bool& succeeded);
  std::filesystem::path folder_;
  bool compiled_ = false;
};

}  // namespace isinglass::testbench
