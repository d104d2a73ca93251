// Reads the file that ngspice writes its results to (`-r FILE`): a header of text, then the values, binary or ASCII.
#pragma once

#include <string>
#include <vector>

namespace isinglass {

/// The vectors of one transient, in SI units.
struct SpiceWaves {
  std::vector<double> time_s;
  std::vector<std::string> names;           ///< of the vectors beside time, lower case: "v(n1)", "i(l1)"
  std::vector<std::vector<double>> values;  ///< one vector of time_s.size() values for each name

  /// The vector of that name; InputError where there is none.
  [[nodiscard]] const std::vector<double>& vector(const std::string& name) const;
};

/// Reads the first plot of `path`. InputError, with the place, for a file that is no such file, is cut short, holds
/// complex numbers, or whose time does not rise (an aborted run is filled up with zeros).
SpiceWaves read_spice_raw(const std::string& path);

/// The same from the bytes of a file; `name` is what messages call it.
SpiceWaves parse_spice_raw(const std::string& bytes, const std::string& name);

}  // namespace isinglass
