// Writes one FST wave file (GTKWave's format) that holds reals, bits and integers on one time axis.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isinglass {

/// Whether this build can write wave files: the writer comes with Verilator.
bool waves_available();

/// Written under a temporary name; close() or the destructor gives it its own. Time is in picoseconds, never going
/// back.
class WaveFile {
 public:
  using Signal = std::uint32_t;

  /// Throws UsageError when the file cannot be made or this build has no writer. `comment` is kept in the file.
  WaveFile(const std::filesystem::path& path, const std::string& comment);
  ~WaveFile();
  WaveFile(const WaveFile&) = delete;
  WaveFile& operator=(const WaveFile&) = delete;

  void open_scope(const std::string& name);
  void close_scope();
  Signal add_real(const std::string& name);
  Signal add_bit(const std::string& name);
  /// A signed integer of 32 bits.
  Signal add_integer(const std::string& name);

  void set_time_ps(std::uint64_t time);
  void put_real(Signal signal, double value);
  void put_bit(Signal signal, bool value);
  void put_integer(Signal signal, std::int32_t value);

  /// Finishes the file and gives it its name. Throws UsageError when it could not be written.
  void close();

 private:
  std::filesystem::path path_;
  std::filesystem::path temporary_;
  void* writer_ = nullptr;
};

}  // namespace isinglass
