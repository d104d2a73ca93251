// Which program writes a bitstream to a board, and how it is called.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hw/flow/configurations.hpp"

namespace isinglass::flow {

/// The command line that writes `bitstream` to `board`: with the first of the board's programmers that PATH has, or,
/// when `must_be_there` is false and there is none, with the first one of all. UsageError that names the packages else.
std::vector<std::string> program_command(const Board& board, const std::filesystem::path& bitstream,
                                         bool must_be_there);

/// A command as a person would type it, quoted where the shell needs it.
std::string shell_text(const std::vector<std::string>& command);

}  // namespace isinglass::flow
