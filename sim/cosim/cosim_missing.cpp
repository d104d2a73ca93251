// Stands in for the co-simulation in a build without SystemC or Verilator.
#include "models/error.hpp"
#include "sim/cosim/cosim.hpp"

namespace isinglass {

CosimResult run_cosim(const Problem& /*problem*/, const CosimOptions& /*options*/) {
  throw UsageError("this build has no co-simulation: SystemC or Verilator was not found when it was configured",
                   "install the packages libsystemc-dev and verilator and configure again");
}

}  // namespace isinglass
