// Reads the phase response of an oscillator, measured or computed elsewhere, from a file.
//
// Text (.csv or any other name): one row for each of M evenly spaced instants of one period, the output and the phase
// response v1 (time per unit of output), separated by a comma or blanks; lines that begin with '#' are comments.
// "# period T" gives the period in the same unit of time, without it v1 is in radians per unit of output.
// NumPy (.npy): an array of M rows and 2 columns, in radians.
#pragma once

#include <string>

#include "models/analog/phase_response.hpp"

namespace isinglass {

/// Throws InputError (with line and column for texts) when the file cannot be read or has fewer than 8 rows.
PhaseResponse read_phase_response(const std::string& path);

}  // namespace isinglass
