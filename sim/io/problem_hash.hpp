// Names a problem by what it asks, not by how a file spells it.
#pragma once

#include <string>

#include "models/problem/problem.hpp"

namespace isinglass {

/// SHA-256 of the energy function: size, fields, couplings sorted by index and the offset; zero couplings, the name,
/// the kind and the order of the file do not count. 64 hexadecimal digits.
std::string problem_sha256(const Problem& problem);

}  // namespace isinglass
