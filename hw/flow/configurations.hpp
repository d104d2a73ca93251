// The supported boards, cores and configurations, as hw/boards/configurations.json names them: the one list that the
// program, the tests and the docs read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace isinglass::flow {

/// Counts of the blocks of an FPGA: what a part has, what a design needs, or what it must not fall below.
struct Resources {
  std::int64_t logic_cells = 0;   ///< one look-up table with its flip-flop
  std::int64_t ram_blocks = 0;    ///< of the family's own size
  std::int64_t spram_blocks = 0;  ///< iCE40 UP5K: 256 kbit each
  std::int64_t dsp = 0;
  friend bool operator==(const Resources&, const Resources&) = default;
};

struct Board {
  std::string name;
  std::string title;
  std::string family;  ///< of hw/flow/families
  std::string device;
  std::string package;
  std::string part;  ///< as icetime, gowin_pack, Vivado or Quartus call it
  std::vector<std::string> yosys_options;
  std::vector<std::string> nextpnr_options;  ///< the part, as nextpnr wants it said
  double input_mhz = 0.0;                    ///< what the board's oscillator gives
  bool pll = false;  ///< the board's clock.v can make clock_mhz from it; otherwise they are equal
  std::vector<std::string> sources;
  std::string pins;                                   ///< in the format of the family's tools
  std::vector<std::vector<std::string>> programmers;  ///< command lines that want a bitstream at their end, best first
  Resources capacity;
};

/// What sizes a core's Verilog can take; 0 where there is no such limit.
struct CoreLimits {
  std::int64_t spins_min = 2;
  std::int64_t spins_max = 65536;
  bool power_of_two = false;  ///< spins must be one
  std::int64_t spins_multiple = 1;
  std::int64_t weight_bits_min = 2;  ///< a sign and a bit
  std::int64_t weight_bits_max = 16;
  std::int64_t field_bits_min = 1;
  std::int64_t field_bits_max = 31;
  std::int64_t entry_bits = 0;   ///< of a list entry: the bits of a spin's number and of a weight together
  std::int64_t entries_max = 0;  ///< of all lists
  std::int64_t matrix_bits = 0;  ///< spins * spins * weight_bits that the host can address
  std::string word_lanes;        ///< the parameter of how many weights are read at once: whole words of 32 bits, and a
                                 ///< quarter of the spins at most
  std::map<std::string, std::vector<std::int64_t>> widen;  ///< parameters wider than FIELD_BITS, with what they can be
};

struct Core {
  std::string name;
  std::int64_t number = 0;  ///< what its CORE register answers
  std::string title;
  std::vector<std::string> sources;  ///< of the module `name`
  CoreLimits limits = {};
  std::map<std::string, std::int64_t> parameters;  ///< Verilog parameters on boards for which no configuration names it
  std::map<std::string, std::int64_t> graph = {};  ///< likewise: Configuration::graph
  std::int64_t spins_per_clock = 1;                ///< visited while none flips; 0 where a sweep is no chain of visits
};

/// One core on one board, with sizes; paths are relative to the root of the sources.
struct Configuration {
  std::string board;
  std::string core;
  std::int64_t spins = 0;
  std::int64_t entries = 0;  ///< directed neighbour entries; 0 where every spin sees every other
  std::int64_t weight_bits = 0;
  std::int64_t field_bits = 0;
  double clock_mhz = 0.0;  ///< of the shipped bitstream
  std::int64_t baud = 0;
  std::map<std::string, std::int64_t> parameters;  ///< further Verilog parameters of the core
  std::map<std::string, std::int64_t> link;        ///< Verilog parameters of annealer_link beside clock and rate
  std::map<std::string, std::int64_t> graph;  ///< of a core that is made for a graph: largest slots, colours, degree
  std::vector<std::string> nextpnr_options = {};  ///< beside the board's
  int seeds = 1;                                  ///< place-and-route seeds 1 ... seeds, unless told
  Resources floors;                               ///< a mapping with less has lost logic on the way

  /// What stands beside the number of spins: "all to all", "49152 directed entries", "a graph of degree 4" (at most
  /// that, before a graph is given), "768 patterns".
  [[nodiscard]] std::string couplings() const;
  /// Words that one write to the link may carry (docs/link.md).
  [[nodiscard]] std::size_t write_words() const;
  /// Request bytes that may wait in the link while it answers an earlier request; 0: none.
  [[nodiscard]] std::size_t ahead_bytes() const;
};

struct Catalogue {
  std::vector<Board> boards;
  std::vector<std::string> shell;  ///< sources of annealer_link, the serial link around any core
  std::vector<Core> cores;
  std::vector<Configuration> configurations;
};

/// Reads the text of configurations.json; throws InputError for what is missing, of the wrong type, or names an unknown
/// board or core.
Catalogue parse_catalogue(std::string_view json_text);

/// The catalogue that this program was built with.
const Catalogue& built_in_catalogue();

/// The item of that name, or null.
const Board* find_board(const Catalogue& catalogue, std::string_view name);
const Core* find_core(const Catalogue& catalogue, std::string_view name);

/// The first configuration of the core on the board that has these sizes (0 = any), or null.
const Configuration* find_configuration(const Catalogue& catalogue, std::string_view board, std::string_view core,
                                        std::int64_t spins = 0, std::int64_t weight_bits = 0);

/// The configuration of these sizes (0 = not asked for): the first named one, else one derived for the board: sizes as
/// asked, fields of weight_bits + log2 spins + 1 bits (made for a graph: + log2 of its degree + 1), the rest as the
/// first named configuration of the core on the board or else the core's own parameters (no multiplier where the board
/// has none) and the board's input clock; no floors, one seed. Throws UsageError, in a sentence, for sizes that the
/// core cannot have.
Configuration configuration_for(const Catalogue& catalogue, const Board& board, const Core& core,
                                std::int64_t spins = 0, std::int64_t weight_bits = 0);

}  // namespace isinglass::flow
