// How a problem and a sampler's settings become runs of an annealing core: the parameters that all of them have, the
// schedule, the seed of each read, and the figures of the board. Shared by the twins and the Verilog of every core.
#pragma once

#include "hw/flow/configurations.hpp"
#include "hw/host/load_line.hpp"
#include "models/digital/anneal_run.hpp"
#include "models/digital/device_numbers.hpp"
#include "sim/sampler/sampler.hpp"

namespace isinglass {

/// A width of a core beside those of weights and fields, which its twin takes as a parameter.
struct CoreWidth {
  std::string parameter;  ///< of the sampler: position_bits
  std::string verilog;    ///< of the module: POSITION_BITS
  std::string sentence;
  double least = 1.0, most = 16.0;  ///< what the twin takes; the Verilog may take less
};

/// What a core and its sampler are called, and their defaults.
struct AnnealCoreName {
  std::string core;     ///< pbit_sparse
  std::string sampler;  ///< pbit-sparse
  double hot = 0.8;     ///< automatic first and last temperature, in root mean square fields of random neighbours
  double cold = 0.13;
  std::string board;  ///< by default
  std::vector<CoreWidth> widths = {};
};

/// The parameters of everything that runs on a board: which one, of how many spins, and at what clock.
Parameter board_parameter(const std::string& by_default);
Parameter spins_parameter();
Parameter clock_parameter();

/// The parameters that say on what and how a sampler on such a core runs, but for its schedule.
ParameterTable board_parameters(const AnnealCoreName& core);

/// Those, with sweeps and falling temperatures.
ParameterTable anneal_parameters(const AnnealCoreName& core);

/// The parameter `rule` of the cores that know two: gibbs or metropolis.
Parameter rule_parameter();

/// Everything that the reads of one run share, but for the image.
struct AnnealPlan {
  AnnealRun run;                      ///< without the seed
  double clock_hz = 0.0;              ///< of the shipped bitstream, unless told
  double temperature_hot = 0.0;       ///< in the problem's unit of energy
  double temperature_cold = 0.0;      ///< in the problem's unit of energy
  flow::Configuration configuration;  ///< of the core on the board, with its serial line
  std::string holds;                  ///< the largest problem, in a sentence
  DeviceWidths widths;
  double scale = 1.0;  ///< device energy = scale * (problem energy - offset), up to rounding
  double rounding_loss = 0.0;
  std::int32_t initial_energy = 0;  ///< in device units
  std::vector<Spin> initial;        ///< state that a read begins with
  std::string schedule;             ///< for the report, in a sentence
  LoadOnLine loading;               ///< of the problem
  std::uint64_t random_end = 0;  ///< first clock at which flip_o can belong to the anneal, had nothing flipped before
  std::vector<std::uint32_t> flip_cost;  ///< clocks that a flip of a spin adds; empty where none does
};

/// The configuration of that core on the board that the settings name; of sizes that none has, the one that `hw build`
/// would derive. UsageError for sizes that the core cannot have.
flow::Configuration configuration_of(const AnnealCoreName& core, const Settings& settings);

/// UsageError where the settings give a width of `core.widths` another value than its configuration has, which only
/// the twin can take; `what` is what cannot ("the Verilog that is simulated").
void refuse_twin_widths(const AnnealCoreName& core, const Settings& settings, const std::string& what);

/// UsageError where the settings ask for sizes that configurations.json does not name: their Verilog is not simulated.
void refuse_unnamed_sizes(const AnnealCoreName& core, const Settings& settings);

/// Clock and serial line.
void plan_board(AnnealPlan& plan, const flow::Configuration& board, const Settings& settings);

/// Clock, serial line, temperatures and schedule; the rest of the plan is the core's own. `scale` and `field_bits` are
/// the image's. Throws UsageError for settings that contradict.
void plan_schedule(AnnealPlan& plan, const AnnealCoreName& core, const flow::Configuration& board,
                   const Problem& problem, const Settings& settings);

/// The run of one read: its seed is a function of (seed, read) only.
AnnealRun anneal_read(const AnnealPlan& plan, std::uint64_t seed, std::int64_t read);

/// The ideal problem's energy of a read's best state, after comparing the core's claim with the problem as loaded.
/// Throws HardwareError when they differ or the core reports an overflow.
double anneal_energy(const Problem& problem, const AnnealPlan& plan, const AnnealResult& result);

/// What the report shows: figures (clock, programming and read-out time), settings, and a finding when rounding lost
/// something.
void describe_anneal(const AnnealPlan& plan, SampleSet& set);

}  // namespace isinglass
