// Where a Verilated model's counts of lines and toggles go, in a build with ISINGLASS_RTL_COVERAGE (coverage.sh).
#pragma once

#include <verilated.h>

#ifdef ISINGLASS_RTL_COVERAGE
#include <unistd.h>
#include <verilated_cov.h>

#include <cstdlib>
#include <string>
#endif

namespace isinglass {

/// Writes the counts of a context whose model is about to go to a file of its own in the folder
/// ISINGLASS_COVERAGE_DATA.
inline void write_rtl_coverage([[maybe_unused]] VerilatedContext& context) {
#ifdef ISINGLASS_RTL_COVERAGE
  static int number = 0;
  const char* folder = std::getenv("ISINGLASS_COVERAGE_DATA");
  if (folder == nullptr) return;
  const std::string name =
      std::string(folder) + "/" + std::to_string(getpid()) + "-" + std::to_string(number++) + ".dat";
  context.coveragep()->write(name.c_str());
#endif
}

}  // namespace isinglass
