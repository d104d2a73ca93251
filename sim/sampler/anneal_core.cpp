// The list of the cores, one line each, and which of them hold a problem.
#include "sim/sampler/anneal_core.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "models/error.hpp"
#include "sim/sampler/bifurcation_row_core.hpp"
#include "sim/sampler/oscillator_hybrid_core.hpp"
#include "sim/sampler/pbit_colour_core.hpp"
#include "sim/sampler/pbit_lane_core.hpp"
#include "sim/sampler/pbit_ring_core.hpp"
#include "sim/sampler/pbit_sparse_core.hpp"

namespace isinglass {
namespace {

/// "pbit_sparse on icebreaker (4096 spins, 4-bit weights)" for each configuration that takes the problem as it is.
std::vector<std::string> who_holds(const Problem& problem) {
  std::vector<std::string> found;
  for (const flow::Configuration& candidate : flow::built_in_catalogue().configurations) {
    const AnnealCore* core = find_anneal_core(candidate.core);
    if (core == nullptr) continue;
    try {
      const Settings settings(core->names.sampler, core->parameters(),
                              {{"board", candidate.board},
                               {"spins", fmt::format("{}", candidate.spins)},
                               {"weight_bits", fmt::format("{}", candidate.weight_bits)}});
      static_cast<void>(core->plan(problem, settings));
      found.push_back(fmt::format("{} on {} ({} spins, {}-bit weights)", candidate.core, candidate.board,
                                  candidate.spins, candidate.weight_bits));
    } catch (const Error&) {
      continue;  // too small
    }
  }
  return found;
}

}  // namespace

const std::vector<AnnealCore>& anneal_cores() {
  static const std::vector<AnnealCore> cores{
      pbit_sparse_core(),     pbit_ring_core(),         pbit_lane_core(),
      bifurcation_row_core(), oscillator_hybrid_core(), pbit_colour_core(),
  };
  return cores;
}

const AnnealCore* find_anneal_core(std::string_view name) {
  const auto& cores = anneal_cores();
  const auto found =
      std::find_if(cores.begin(), cores.end(), [&](const AnnealCore& c) { return c.names.core == name; });
  return found == cores.end() ? nullptr : &*found;
}

AnnealTask plan_or_advise(const AnnealCore& core, const Problem& problem, const Settings& settings) {
  try {
    return core.plan(problem, settings);
  } catch (const InputError& error) {
    const std::vector<std::string> holders = who_holds(problem);
    const std::string advice = holders.empty() ? "no supported configuration of any board holds it as it is"
                                               : fmt::format("it fits {}", fmt::join(holders, "; "));
    throw InputError(error.what(), error.hint().empty() ? advice : error.hint() + "; " + advice);
  }
}

}  // namespace isinglass
