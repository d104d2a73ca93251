// Adds the ancilla spin.
#include "models/problem/ancilla.hpp"

namespace isinglass {

Problem with_ancilla(const Problem& problem) {
  Problem wider = problem;
  wider.kind = Kind::ising;
  const std::int32_t ancilla = problem.size();
  for (std::int32_t i = 0; i < ancilla; ++i) {
    const double field = problem.fields[static_cast<std::size_t>(i)];
    if (field != 0.0) wider.couplings.push_back({i, ancilla, field});
  }
  wider.fields.assign(problem.fields.size() + 1, 0.0);
  return wider;
}

}  // namespace isinglass
