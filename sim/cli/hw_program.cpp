// `isinglass hw program`: writes a bitstream to a board, through openFPGALoader or iceprog.
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "hw/flow/build_report.hpp"
#include "hw/flow/checksum.hpp"
#include "hw/flow/process.hpp"
#include "hw/flow/programmer.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/hw_parts.hpp"
#include "sim/cli/signals.hpp"

namespace isinglass::cli {
namespace {

namespace fs = std::filesystem;

struct HwProgramFlags {
  std::string board;
  std::string core = "pbit_sparse";
  std::string file;
  bool dry_run = false;
  DisplayFlags display;
};

/// The bitstream of a finished build in its usual place.
fs::path built_bitstream(const flow::Board& board, const flow::Core& core) {
  const fs::path directory = fs::path("build/hw") / fmt::format("{}-{}", board.name, core.name);
  if (!fs::exists(directory / "report.json")) {
    throw UsageError(
        fmt::format("there is no bitstream of {} for {} in {}", core.name, board.name, directory.string()),
        fmt::format("make it with `isinglass hw build --board {} --core {}`, or name a file", board.name, core.name));
  }
  for (const auto& [what, name] : flow::read_report(directory).files) {
    if (what == "bitstream") return directory / name;
  }
  throw InputError(fmt::format("the report in {} names no bitstream", directory.string()));
}

fs::path bitstream_of(const HwProgramFlags& flags, const flow::Catalogue& catalogue, const flow::Board& board) {
  if (flags.file.empty()) {
    const flow::Core& core = choose_core(catalogue, flags.core);
    return built_bitstream(board, core);
  }
  if (!fs::is_regular_file(flags.file)) throw InputError(fmt::format("there is no file {}", flags.file));
  return flags.file;
}

/// A folder for the programmer's words, gone at the end of the scope.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "isinglass-program-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw UsageError("cannot make a folder for the programmer's output");
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] fs::path log() const { return path_ / "log"; }

 private:
  fs::path path_;
};

/// Why a programmer ended; iceprog's last word, which is always the same, says nothing.
std::string reason_of(std::string output) {
  constexpr std::string_view last_word = "ABORT.";
  const std::size_t at = output.rfind(last_word);
  if (at != std::string::npos) output.resize(at);
  return flow::last_error_line(output);
}

void run_programmer(const std::vector<std::string>& command, const HwProgramFlags& flags) {
  const Scratch scratch;
  const InterruptGuard interrupt;
  const flow::ProcessResult result = flow::run_process(command, fs::current_path(), scratch.log(), interrupt.flag());
  const std::string output = flow::read_text(scratch.log());
  if (flags.display.verbose && !flags.display.quiet) write_stderr(output);
  if (result.succeeded()) return;
  const std::string line = reason_of(output);
  throw HardwareError(
      fmt::format("{} ended with {}{}{}", command.front(), result.text(), line.empty() ? "" : ": ", line),
      "is the board plugged in, and may you use it? docs/boards.md has the udev rule");
}

ExitCode program(const HwProgramFlags& flags) {
  const flow::Catalogue catalogue = flow::built_in_catalogue();
  const flow::Board& board = choose_board(catalogue, flags.board);
  const fs::path bitstream = bitstream_of(flags, catalogue, board);
  const std::vector<std::string> command = flow::program_command(board, bitstream, !flags.dry_run);
  if (!flags.display.json) write_stdout(flow::shell_text(command) + "\n");
  if (!flags.dry_run) run_programmer(command, flags);
  if (flags.display.json) {
    write_json({{"board", board.name},
                {"bitstream", bitstream.string()},
                {"command", command},
                {"programmed", !flags.dry_run}});
  }
  return ExitCode::done;
}

}  // namespace

void add_hw_program(CLI::App& hw, Action& action) {
  const auto flags = std::make_shared<HwProgramFlags>();
  CLI::App* command = hw.add_subcommand("program", "Write a bitstream to a board (openFPGALoader or iceprog)");
  command->add_option("file", flags->file, "Bitstream (default: that of build/hw/BOARD-CORE)")->type_name("FILE");
  command->add_option("--board", flags->board, "Board ('isinglass info' lists them)")->type_name("NAME")->required();
  command->add_option("--core", flags->core, "Core whose build is meant")->type_name("NAME")->capture_default_str();
  command->add_flag("--dry-run", flags->dry_run, "Print the command line, and do nothing");
  add_display_flags(*command, flags->display);
  command->footer(
      "The command line is printed; -v shows what the programmer says.\n"
      "Exit codes: 0 done, 2 usage, no build or no programmer, 3 no such file, 5 the programmer failed.\n"
      "Examples:\n"
      "  isinglass hw program --board icebreaker\n"
      "  isinglass hw program --board hx8k-evn --core pbit_ring --dry-run\n"
      "  isinglass hw program --board icebreaker other.bin");
  command->callback([flags, &action] { action.run = [flags] { return program(*flags); }; });
}

}  // namespace isinglass::cli
