// Stored patterns on memory_match as a host loads them.
#pragma once

#include "hw/host/anneal_session.hpp"
#include "models/digital/memory_match.hpp"

namespace isinglass {

/// Memories 3 and 4 of docs/cores/memory_match.md. The image must outlive the load.
AnnealLoad load_of(const MemoryMatchImage& image);

/// Energy of a state in the table's units, from the image alone.
std::int64_t device_energy(const MemoryMatchImage& image, std::span<const Spin> spins);

/// The settings of a recall in `sweeps` steps at most.
AnnealRun recall_run(const MemoryMatchImage& image, std::uint32_t sweeps);

/// What the word of memory 5 says, and whether it is true of `result`'s spins: HardwareError (naming `where`) where
/// not.
MemoryMatchResult checked_outcome(const MemoryMatchImage& image, const AnnealResult& result, std::uint32_t outcome,
                                  const std::string& where);

/// Shows a cue of N spins to a core on which the image is loaded, and lets it recall in `sweeps` steps at most.
template <Transport T>
MemoryMatchResult recall_on(T& transport, AnnealDriver<T>& driver, const MemoryMatchImage& image,
                            std::span<const Spin> cue, std::uint32_t sweeps) {
  write_memory(transport, 2, std::span<const std::uint32_t>(cue_words(image, cue)));
  const AnnealResult result = driver.run(recall_run(image, sweeps));
  std::uint32_t outcome = 0;
  read_memory(transport, 5, std::span(&outcome, 1));
  return checked_outcome(image, result, outcome, transport.describe());
}

/// The same behind a line that is not to be trusted: the cue is read back before the run, and the outcome read until it
/// agrees. Believed for good when the session's next audit() answers true.
template <Transport T>
MemoryMatchResult recall_in(AnnealSession<T>& session, const MemoryMatchImage& image, std::span<const Spin> cue,
                            std::uint32_t sweeps) {
  const MemoryWords shown{2, cue_words(image, cue)};
  const AnnealResult result = session.run(recall_run(image, sweeps), {&shown, 1});
  return checked_outcome(image, result, session.agreed_word(5), session.describe());
}

}  // namespace isinglass
