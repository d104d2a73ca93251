// Stands in for the Verilated core in a build without Verilator.
#include "sim/cosim/rtl_core.hpp"

namespace isinglass {

struct RtlPbitSparse::Model {};

RtlPbitSparse::RtlPbitSparse() {
  throw UsageError("this build has no Verilated cores: Verilator was not found when it was configured",
                   "install the package verilator and configure again");
}
RtlPbitSparse::~RtlPbitSparse() = default;
RtlPbitSparse::RtlPbitSparse(RtlPbitSparse&&) noexcept = default;
RtlPbitSparse& RtlPbitSparse::operator=(RtlPbitSparse&&) noexcept = default;
std::uint32_t RtlPbitSparse::access(std::uint8_t, bool, std::uint32_t) { return 0; }
void RtlPbitSparse::write(std::uint8_t, Addressing, std::span<const std::uint32_t>) {}
void RtlPbitSparse::read(std::uint8_t, Addressing, std::span<std::uint32_t>) {}
void RtlPbitSparse::pause(double) {}
void RtlPbitSparse::watch(PbitSparseTrace) {}

}  // namespace isinglass
