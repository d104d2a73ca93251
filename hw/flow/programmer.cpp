// Command lines for openFPGALoader and iceprog.
#include "hw/flow/programmer.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "hw/flow/process.hpp"
#include "models/error.hpp"

namespace isinglass::flow {
namespace {

/// The Debian package of a programmer.
std::string package_of(const std::string& program) {
  if (program == "openFPGALoader") return "openfpgaloader";
  if (program == "iceprog") return "fpga-icestorm";
  return program;
}

}  // namespace

std::vector<std::string> program_command(const Board& board, const std::filesystem::path& bitstream,
                                         bool must_be_there) {
  if (board.programmers.empty()) {
    throw UsageError(fmt::format("no program is known that writes to the board {}", board.name),
                     "configurations.json lists the programmers of each board");
  }
  const std::vector<std::string>* chosen = nullptr;
  std::vector<std::string> programs, packages;
  for (const auto& programmer : board.programmers) {
    programs.push_back(programmer.front());
    packages.push_back(package_of(programmer.front()));
    if (chosen == nullptr && find_program(programmer.front())) chosen = &programmer;
  }
  if (chosen == nullptr && must_be_there) {
    throw UsageError(fmt::format("hw program needs {}, and {}", fmt::join(programs, " or "),
                                 programs.size() == 1 ? "it is not installed" : "neither is installed"),
                     fmt::format("apt-get install {}", fmt::join(packages, ", or apt-get install ")));
  }
  std::vector<std::string> command = chosen != nullptr ? *chosen : board.programmers.front();
  command.push_back(bitstream.string());
  return command;
}

std::string shell_text(const std::vector<std::string>& command) {
  std::string text;
  for (const std::string& word : command) {
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_./=:+,@%") == std::string::npos;
    std::string quoted = word;
    for (std::size_t at = quoted.find('\''); at != std::string::npos; at = quoted.find('\'', at + 4)) {
      quoted.replace(at, 1, "'\\''");
    }
    text += (text.empty() ? "" : " ") + (plain ? word : "'" + quoted + "'");
  }
  return text;
}

}  // namespace isinglass::flow
