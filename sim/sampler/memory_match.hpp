// Sampler `memory-match`: the digital associative memory as its integer twin, and `memory-match:rtl`, its Verilog.
#pragma once

#include "hw/flow/configurations.hpp"
#include "models/digital/memory_match.hpp"
#include "sim/sampler/memory.hpp"

namespace isinglass {

/// Patterns made ready for a board's core.
struct MemoryMatchTask {
  flow::Configuration board;
  std::shared_ptr<const MemoryMatchImage> image;
  std::uint32_t steps = 0;  ///< at most, of a recall
  double clock_hz = 0.0;
};

/// What a configuration of memory_match holds.
MemoryMatchSize memory_match_size(const flow::Configuration& board);

/// The parameters of all samplers on that core.
ParameterTable memory_match_parameters();

/// The configuration of the board and number of spins that the settings name, without the widths that only the twin
/// takes.
flow::Configuration built_memory(const Settings& settings);

/// InputError for patterns that do not fit names the configurations that hold them.
MemoryMatchTask plan_recall(const PatternSet& patterns, const Settings& settings);

/// The energy in the units of F, after the refusal of a result that overflowed (InputError).
double recalled_energy(const MemoryMatchTask& task, const MemoryMatchResult& result);

/// Results of the first of `asked` cues.
Recollection recollection_of(const MemoryMatchTask& task, const std::vector<MemoryMatchResult>& results,
                             std::int64_t asked);

/// Which of the two does the recalls. The Verilog is driven like a board and gives exactly the twin's answers.
enum class MemoryMatchDevice { twin, rtl };

class MemoryMatchMemory final : public Memory {
 public:
  explicit MemoryMatchMemory(MemoryMatchDevice device);
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  [[nodiscard]] Recollection recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                    std::span<const Spin> cues, RunControl& control) const override;

 private:
  MemoryMatchDevice device_;
  SamplerInfo info_;
};

}  // namespace isinglass
