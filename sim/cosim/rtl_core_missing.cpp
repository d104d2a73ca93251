// Stands in for the Verilated cores in a build without Verilator.
#include "sim/cosim/rtl_core.hpp"

namespace isinglass {

class RtlCore::Model {};

RtlCore::RtlCore(std::uint32_t, int) {
  throw UsageError("this build has no Verilated cores: Verilator was not found when it was configured",
                   "install the package verilator and configure again");
}
RtlCore::~RtlCore() = default;
RtlCore::RtlCore(RtlCore&&) noexcept = default;
RtlCore& RtlCore::operator=(RtlCore&&) noexcept = default;
std::uint32_t RtlCore::access(std::uint8_t, bool, std::uint32_t) { return 0; }
void RtlCore::write(std::uint8_t, Addressing, std::span<const std::uint32_t>) {}
void RtlCore::read(std::uint8_t, Addressing, std::span<std::uint32_t>) {}
void RtlCore::pause(double) {}
void RtlCore::watch(AnnealTrace) {}

}  // namespace isinglass
