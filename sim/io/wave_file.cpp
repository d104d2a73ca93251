// FST through the writer that ships with Verilator (gtkwave/fstapi.h).
#include "sim/io/wave_file.hpp"

#include <fmt/format.h>
#include <gtkwave/fstapi.h>
#include <unistd.h>

#include "models/error.hpp"

namespace isinglass {

bool waves_available() { return true; }

WaveFile::WaveFile(const std::filesystem::path& path, const std::string& comment)
    : path_(path), temporary_(path.string() + fmt::format(".{}.tmp", getpid())) {
  writer_ = fstWriterCreate(temporary_.c_str(), 1);
  if (writer_ == nullptr) {
    throw UsageError(fmt::format("cannot write the wave file {}", path_.string()),
                     "check that the folder exists and may be written");
  }
  constexpr int picoseconds = -12;
  fstWriterSetTimescale(writer_, picoseconds);
  fstWriterSetVersion(writer_, "Isinglass");
  fstWriterSetComment(writer_, comment.c_str());
  fstWriterSetPackType(writer_, FST_WR_PT_LZ4);
}

WaveFile::~WaveFile() {
  if (writer_ == nullptr) return;
  fstWriterClose(writer_);
  std::error_code ignored;
  std::filesystem::rename(temporary_, path_, ignored);
}

void WaveFile::open_scope(const std::string& name) {
  fstWriterSetScope(writer_, FST_ST_VCD_MODULE, name.c_str(), nullptr);
}
void WaveFile::close_scope() { fstWriterSetUpscope(writer_); }

WaveFile::Signal WaveFile::add_real(const std::string& name) {
  return fstWriterCreateVar(writer_, FST_VT_VCD_REAL, FST_VD_OUTPUT, sizeof(double), name.c_str(), 0);
}
WaveFile::Signal WaveFile::add_bit(const std::string& name) {
  return fstWriterCreateVar(writer_, FST_VT_VCD_WIRE, FST_VD_OUTPUT, 1, name.c_str(), 0);
}
WaveFile::Signal WaveFile::add_integer(const std::string& name) {
  return fstWriterCreateVar(writer_, FST_VT_VCD_INTEGER, FST_VD_OUTPUT, 32, name.c_str(), 0);
}

void WaveFile::set_time_ps(std::uint64_t time) { fstWriterEmitTimeChange(writer_, time); }
void WaveFile::put_real(Signal signal, double value) { fstWriterEmitValueChange(writer_, signal, &value); }
void WaveFile::put_bit(Signal signal, bool value) { fstWriterEmitValueChange(writer_, signal, value ? "1" : "0"); }
void WaveFile::put_integer(Signal signal, std::int32_t value) {
  fstWriterEmitValueChange32(writer_, signal, 32, static_cast<std::uint32_t>(value));
}

void WaveFile::close() {
  fstWriterClose(writer_);
  writer_ = nullptr;
  std::error_code error;
  std::filesystem::rename(temporary_, path_, error);
  if (error) {
    throw UsageError(fmt::format("cannot write the wave file {}: {}", path_.string(), error.message()),
                     "check that the folder exists and may be written");
  }
}

}  // namespace isinglass
