// Boards, cores and configurations by name, for the subcommands of `hw`; the sentence for a name that is none.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "hw/flow/configurations.hpp"
#include "sim/cli/command.hpp"

namespace isinglass::cli {

/// UsageError with the nearest name, or the list.
const flow::Board& choose_board(const flow::Catalogue& catalogue, const std::string& name);
const flow::Core& choose_core(const flow::Catalogue& catalogue, const std::string& name);

/// Where a build goes unless told: build/hw/BOARD-CORE, with the sizes behind it where they were asked for.
std::filesystem::path build_directory(const flow::Configuration& configuration, bool sized);
/// UsageError for boards whose bitstreams cannot be baked.
void require_bakeable(const flow::Board& board);

/// --spins and --weight-bits of a bitstream that `hw build` has made; 0 where they are not given.
void add_size_flags(CLI::App& command, std::int64_t& spins, std::int64_t& weight_bits);

/// UsageError for a port that is named twice; several Verilated boards ("sim") are several boards.
void check_ports(const std::vector<std::string>& ports);

/// The subcommands of `hw` that have a file of their own.
void add_hw_bake(CLI::App& hw, Action& action);
void add_hw_program(CLI::App& hw, Action& action);
void add_hw_run(CLI::App& hw, Action& action);

}  // namespace isinglass::cli
