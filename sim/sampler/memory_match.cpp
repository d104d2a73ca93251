// Recalls on memory_match: settings to an image, cues in parallel.
#include "sim/sampler/memory_match.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "hw/host/memory_match_load.hpp"
#include "models/error.hpp"
#include "sim/cosim/rtl_core.hpp"
#include "sim/sampler/anneal_plan.hpp"
#include "sim/sampler/read_blocks.hpp"

namespace isinglass {
namespace {

constexpr std::int64_t kBlock = 16;  // cues that share a core and its loaded patterns

// The board's configuration, with the widths that were asked for.
flow::Configuration memory_configuration(const Settings& settings) {
  flow::Configuration configuration = built_memory(settings);
  const auto width = [&](const char* name, std::int64_t built) {
    return static_cast<std::int64_t>(settings.number_or(name, static_cast<double>(built)));
  };
  configuration.weight_bits = width("weight_bits", configuration.weight_bits);
  configuration.field_bits = width("field_bits", configuration.field_bits);
  return configuration;
}

std::shared_ptr<const MemoryMatchImage> image_of(const PatternSet& patterns, const Settings& settings,
                                                 const flow::Configuration& board) {
  const MemoryMatchFunction function{{dense_function_named(settings.word("function")),
                                      static_cast<int>(settings.integer("order")), settings.number("beta")},
                                     settings.number("reach")};
  return std::make_shared<const MemoryMatchImage>(memory_match_image(patterns, memory_match_size(board), function));
}

/// Which boards' cores are large enough, in a sentence.
std::string who_stores(const PatternSet& patterns) {
  std::vector<std::string> found;
  for (const flow::Configuration& candidate : flow::built_in_catalogue().configurations) {
    if (candidate.core != "memory_match") continue;
    const MemoryMatchSize size = memory_match_size(candidate);
    if (patterns.size > size.spins || patterns.count() > size.patterns) continue;
    found.push_back(fmt::format("memory_match on {} ({})", candidate.board, to_string(size)));
  }
  return found.empty() ? "no supported configuration of any board holds them"
                       : fmt::format("they fit {}", fmt::join(found, "; "));
}

using Recall = std::function<MemoryMatchResult(std::span<const Spin> cue, std::uint32_t steps)>;

Recall twin_recall(const std::shared_ptr<const MemoryMatchImage>& image) {
  return [core = MemoryMatch(image)](std::span<const Spin> cue, std::uint32_t steps) mutable {
    core.show(cue);
    return core.run(steps);
  };
}

std::string sizes_and_widths(const MemoryMatchSize& size) {
  return fmt::format("{} with forces of {} bits and sums of {}", to_string(size), size.force_bits, size.sum_bits);
}

/// A Verilated core with the patterns in its memories.
struct LoadedMemory {
  explicit LoadedMemory(const MemoryMatchImage& image)
      : transport(core_memory_match), driver(transport, core_memory_match) {
    const CoreIdentity& core = driver.identity();
    if (core.spins != image.size.spins || core.entries != image.size.patterns ||
        core.weight_bits != image.size.force_bits || core.field_bits != image.size.sum_bits) {
      const MemoryMatchSize built{core.spins, core.entries, core.weight_bits, core.field_bits, 1};
      throw UsageError(fmt::format("the simulated Verilog of memory_match holds {}, and {} are asked for",
                                   sizes_and_widths(built), sizes_and_widths(image.size)),
                       "leave board, spins, weight_bits and field_bits out, or take the sampler memory-match");
    }
    driver.load(load_of(image), Verify::read_back);
  }
  RtlCore transport;
  AnnealDriver<RtlCore> driver;
};

Recall rtl_recall(const std::shared_ptr<const MemoryMatchImage>& image) {
  return [image, core = std::make_shared<LoadedMemory>(*image)](std::span<const Spin> cue, std::uint32_t steps) {
    return recall_on(core->transport, core->driver, *image, cue, steps);
  };
}

}  // namespace

MemoryMatchSize memory_match_size(const flow::Configuration& board) {
  return {static_cast<std::int32_t>(board.spins), static_cast<std::int32_t>(board.parameters.at("PATTERNS")),
          static_cast<int>(board.weight_bits), static_cast<int>(board.field_bits),
          static_cast<int>(board.parameters.at("GROUPS"))};
}

ParameterTable memory_match_parameters() {
  return {
      {"function",
       "",
       "F' of the overlap m: its slope is what the table holds",
       "rectified",
       {},
       {},
       {"polynomial", "rectified", "exponential"}},
      {"order", "", "degree n of F; 2 is the Hopfield network", std::int64_t{3}, 2, 64, {}},
      {"beta", "", "steepness of the exponential, per spin of overlap", 0.05, 1e-6, 1e6, {}},
      {"reach", "", "share of the spins from which on the slope stays the same", 1.0, 1e-3, 1.0, {}},
      {"steps",
       "",
       "most steps of a recall; it ends earlier where no spin wants to turn",
       std::int64_t{100},
       0,
       16777215,
       {}},
      board_parameter("hx8k-evn"),
      spins_parameter(),
      {"weight_bits", "", "of F'; auto: the board's (another one in the twin only)", Automatic{}, 2, 16, {}, true},
      {"field_bits",
       "",
       "of a spin's sum of forces; auto: the board's (another one in the twin only)",
       Automatic{},
       2,
       24,
       {},
       true},
      clock_parameter(),
  };
}

flow::Configuration built_memory(const Settings& settings) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  return flow::configuration_for(catalogue, *flow::find_board(catalogue, settings.word("board")),
                                 *flow::find_core(catalogue, "memory_match"),
                                 static_cast<std::int64_t>(settings.number_or("spins", 0)));
}

MemoryMatchTask plan_recall(const PatternSet& patterns, const Settings& settings) {
  MemoryMatchTask task;
  task.board = memory_configuration(settings);
  try {
    task.image = image_of(patterns, settings, task.board);
  } catch (const InputError& error) {
    throw InputError(error.what(), error.hint() + "; " + who_stores(patterns));
  }
  task.steps = static_cast<std::uint32_t>(settings.integer("steps"));
  task.clock_hz = 1e6 * settings.number_or("clock_mhz", task.board.clock_mhz);
  return task;
}

double recalled_energy(const MemoryMatchTask& task, const MemoryMatchResult& result) {
  if (result.overflow) {
    throw InputError("the forces of so many patterns alike overflow the sums of memory_match",
                     "store fewer of them, or take a steeper function");
  }
  return result.energy / task.image->force_unit;
}

Recollection recollection_of(const MemoryMatchTask& task, const std::vector<MemoryMatchResult>& results,
                             std::int64_t asked) {
  Recollection answer;
  for (const auto& result : results) {
    answer.spins.push_back(result.spins);
    answer.energy.push_back(recalled_energy(task, result));
    answer.late_change.push_back(result.converged ? 0.0 : 1.0);
    answer.undecided.push_back(0);
    answer.duration_s += static_cast<double>(result.cycles) / task.clock_hz / static_cast<double>(results.size());
  }
  answer.interrupted = std::ssize(results) < asked;
  return answer;
}

MemoryMatchMemory::MemoryMatchMemory(MemoryMatchDevice device) : device_(device) {
  const bool rtl = device == MemoryMatchDevice::rtl;
  info_ = {rtl ? "memory-match:rtl" : "memory-match", SamplerKind::digital,
           rtl ? "the Verilog of memory-match under Verilator: the same answers, bit for bit, and much slower"
               : "dense associative memory, all spins in one step, as the FPGA does it (integer twin)",
           memory_match_parameters()};
}

Recollection MemoryMatchMemory::recall(const PatternSet& patterns, const Settings& settings, const RunOptions& options,
                                       std::span<const Spin> cues, RunControl& control) const {
  const MemoryMatchTask task = plan_recall(patterns, settings);
  const auto n = static_cast<std::size_t>(patterns.size);
  const std::int64_t count = std::ssize(cues) / patterns.size;
  std::vector<MemoryMatchResult> results(static_cast<std::size_t>(count));
  const std::int64_t blocks = (count + kBlock - 1) / kBlock;
  const std::int64_t done = for_each_block(blocks, options.threads, control, [&](std::int64_t block) {
    const Recall recall = device_ == MemoryMatchDevice::rtl ? rtl_recall(task.image) : twin_recall(task.image);
    for (std::int64_t k = block * kBlock; k < std::min(count, (block + 1) * kBlock); ++k) {
      const auto at = static_cast<std::size_t>(k);
      results[at] = recall(cues.subspan(at * n, n), task.steps);
      control.reads_finished(1, recalled_energy(task, results[at]));
    }
  });
  results.resize(static_cast<std::size_t>(std::min(count, done * kBlock)));
  return recollection_of(task, results, count);
}

}  // namespace isinglass
