// Sampler `memory-match`: the digital associative memory as its integer twin, and `memory-match:rtl`, its Verilog.
#pragma once

#include "sim/sampler/memory.hpp"

namespace isinglass {

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
