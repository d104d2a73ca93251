// The associative memory on boards: the same recalls as the twin `memory-match`, bit for bit, from real hardware.
#pragma once

#include "sim/sampler/board_work.hpp"
#include "sim/sampler/memory_match.hpp"

namespace isinglass {

class BoardMemory final : public Memory {
 public:
  BoardMemory(std::vector<std::string> ports, BoardWatcher watcher, bool baked = false);
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  /// Boards share the cues. InputError for patterns that the core cannot hold names the configurations that can.
  [[nodiscard]] Recollection recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                    std::span<const Spin> cues, RunControl& control) const override;

 private:
  std::vector<std::string> ports_;
  BoardWatcher watcher_;
  bool baked_;
  SamplerInfo info_;
};

}  // namespace isinglass
