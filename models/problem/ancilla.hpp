// Fields turned into couplings, for formats and machines that have no place for fields.
#pragma once

#include "models/problem/problem.hpp"

namespace isinglass {

/// The problem with one more spin, the last, to which spin i is coupled by h_i. Its kind is ising and its energies are
/// those of `problem`: a sample whose last spin is -1 stands for its global flip.
Problem with_ancilla(const Problem& problem);

}  // namespace isinglass
