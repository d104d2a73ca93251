// NumPy's archives of arrays (.npz), and the columns of a SampleSet as such arrays.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "models/sample_set.hpp"
#include "sim/io/npy.hpp"

namespace isinglass {

/// Arrays by name, without ".npy".
using NpzArrays = std::map<std::string, NpyArray>;

/// The bytes of a .npz file (compressed; the same arrays give the same bytes).
std::string write_npz(const NpzArrays& arrays);

/// Reads the bytes of a .npz file. `name` is used in messages. Throws InputError.
NpzArrays read_npz(std::string_view bytes, std::string_view name);

/// Adds the columns of `set`, each name preceded by `prefix`: samples int8 R x n, energy f64 R, num_occurrences int32
/// R, the extra vectors f64 R, and where there is a trace, trace_time_s f64 T and trace_energy f64 R x T.
void add_columns(const SampleSet& set, const std::string& prefix, NpzArrays& arrays);

/// The columns written by add_columns. Throws InputError when one is missing or its shape does not fit.
SampleSet read_columns(const NpzArrays& arrays, const std::string& prefix);

}  // namespace isinglass
