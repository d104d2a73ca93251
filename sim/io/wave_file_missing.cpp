// Stands in for the FST writer in a build without Verilator, which brings it.
#include "models/error.hpp"
#include "sim/io/wave_file.hpp"

namespace isinglass {

bool waves_available() { return false; }

WaveFile::WaveFile(const std::filesystem::path&, const std::string&) {
  throw UsageError("this build cannot write wave files: Verilator was not found when it was configured",
                   "install the package verilator and configure again");
}
WaveFile::~WaveFile() = default;
void WaveFile::open_scope(const std::string&) {}
void WaveFile::close_scope() {}
WaveFile::Signal WaveFile::add_real(const std::string&) { return 0; }
WaveFile::Signal WaveFile::add_bit(const std::string&) { return 0; }
WaveFile::Signal WaveFile::add_integer(const std::string&) { return 0; }
void WaveFile::set_time_ps(std::uint64_t) {}
void WaveFile::put_real(Signal, double) {}
void WaveFile::put_bit(Signal, bool) {}
void WaveFile::put_integer(Signal, std::int32_t) {}
void WaveFile::close() {}

}  // namespace isinglass
