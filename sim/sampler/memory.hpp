// A memory is anything that recalls stored patterns from cues: an analog machine, a digital core as its integer twin,
// or its Verilog. To add one: derive from Memory, and add one line to memories.cpp (analog machines that answer
// PatternSet are there without one).
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "sim/sampler/model.hpp"

namespace isinglass {

/// What a memory made of K cues; one value per cue.
struct Recollection {
  std::vector<std::vector<Spin>> spins;
  std::vector<double> energy;           ///< where it ended, in the memory's own units
  std::vector<double> late_change;      ///< as SettledEnsemble's; a digital memory: 0 at a fixed point, else 1
  std::vector<std::int64_t> undecided;  ///< spins too near a comparator's threshold; 0 in digital memories
  double duration_s = 0.0;              ///< of one recall; the mean, where they differ
  bool interrupted = false;             ///< true: the cues not reached are missing
};

class Memory {
 public:
  virtual ~Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  [[nodiscard]] virtual const SamplerInfo& info() const = 0;
  /// Stores the patterns, shows K cues of patterns.size spins each, one after the other in `cues`, and lets it settle.
  /// Throws Error.
  [[nodiscard]] virtual Recollection recall(const PatternSet& patterns, const Settings& settings,
                                            const RunOptions& options, std::span<const Spin> cues,
                                            RunControl& control) const = 0;
  /// The flaws of real parts that the settings ask for, in words; digital memories have none.
  [[nodiscard]] virtual std::string flaws(const Settings& settings) const;
  /// As AnalogModel's.
  [[nodiscard]] virtual bool tells_inverse() const { return true; }

 protected:
  Memory() = default;
};

/// An analog machine as a memory; the model must outlive it.
class AnalogMemory final : public Memory {
 public:
  explicit AnalogMemory(const AnalogModel& model) : model_(&model) {}
  [[nodiscard]] const SamplerInfo& info() const override { return model_->info(); }
  [[nodiscard]] Recollection recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                    std::span<const Spin> cues, RunControl& control) const override;
  [[nodiscard]] std::string flaws(const Settings& settings) const override;
  [[nodiscard]] bool tells_inverse() const override { return model_->tells_inverse(); }

 private:
  const AnalogModel* model_;
};

/// Every memory of this build.
class MemoryList {
 public:
  MemoryList();
  /// UsageError with the nearest name when there is none, or when it is a machine that does not recall.
  [[nodiscard]] const Memory& find(std::string_view name) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Memory>>& digital() const { return digital_; }

 private:
  std::vector<std::unique_ptr<AnalogModel>> models_;
  std::vector<std::unique_ptr<Memory>> analog_;
  std::vector<std::unique_ptr<Memory>> digital_;
};

}  // namespace isinglass
