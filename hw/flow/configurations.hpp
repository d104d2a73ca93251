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
  std::int64_t ram_blocks = 0;    ///< 4 kbit each
  std::int64_t spram_blocks = 0;  ///< 256 kbit each
  std::int64_t dsp = 0;
  friend bool operator==(const Resources&, const Resources&) = default;
};

struct Board {
  std::string name;
  std::string title;
  std::string device;
  std::string package;
  std::vector<std::string> yosys_options;
  std::string nextpnr_device;
  std::string icetime_device;
  double input_mhz = 0.0;  ///< what the board's oscillator gives
  bool pll = false;        ///< the board's clock.v can make clock_mhz from it; otherwise they are equal
  std::vector<std::string> sources;
  std::string pins;
  std::vector<std::vector<std::string>> programmers;  ///< command lines that want a bitstream at their end, best first
  Resources capacity;
};

struct Core {
  std::string name;
  std::int64_t number = 0;  ///< what its CORE register answers
  std::string title;
  std::vector<std::string> sources;  ///< of the module `name`
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
  int seeds = 1;                                   ///< place-and-route seeds 1 ... seeds, unless told
  Resources floors;                                ///< a mapping with less has lost logic on the way

  /// Words that one write to the link may carry (docs/link.md).
  [[nodiscard]] std::size_t write_words() const;
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
Catalogue built_in_catalogue();

/// The item of that name, or null.
const Board* find_board(const Catalogue& catalogue, std::string_view name);
const Core* find_core(const Catalogue& catalogue, std::string_view name);

/// The first configuration of the core on the board that has these sizes (0 = any), or null.
const Configuration* find_configuration(const Catalogue& catalogue, std::string_view board, std::string_view core,
                                        std::int64_t spins = 0, std::int64_t weight_bits = 0);

}  // namespace isinglass::flow
