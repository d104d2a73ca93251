// Stands in for the Verilated boards in a build without Verilator.
#include "models/error.hpp"
#include "sim/cosim/simulated_port.hpp"

namespace isinglass {

struct SimulatedPort::Server {
  std::string name;
};

SimulatedPort::SimulatedPort(std::uint32_t, int) {
  throw UsageError("this build has no Verilated boards: Verilator was not found when it was configured",
                   "install the package verilator and configure again");
}
SimulatedPort::~SimulatedPort() = default;
const std::string& SimulatedPort::name() const { return server_->name; }

}  // namespace isinglass
