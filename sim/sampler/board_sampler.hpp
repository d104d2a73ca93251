// Boards as a sampler: the same answers as the twin's, bit for bit, from real hardware.
#pragma once

#include "sim/sampler/board_reads.hpp"

namespace isinglass {

class BoardSampler final : public Sampler {
 public:
  /// `core` must outlive the sampler.
  BoardSampler(const AnnealCore& core, std::vector<std::string> ports, BoardWatcher watcher, bool baked = false);
  [[nodiscard]] const SamplerInfo& info() const override { return info_; }
  /// InputError for a problem that the board's core cannot hold names the configurations that can.
  [[nodiscard]] SampleSet sample(const Problem& problem, const Settings& settings, const RunOptions& options,
                                 RunControl& control) const override;

 private:
  const AnnealCore* core_;
  std::vector<std::string> ports_;
  BoardWatcher watcher_;
  bool baked_;
  SamplerInfo info_;
};

}  // namespace isinglass
