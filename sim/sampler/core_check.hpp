// Whether the core that answers is the one that a configuration describes.
#pragma once

#include "hw/flow/configurations.hpp"
#include "hw/host/registers.hpp"

namespace isinglass {

/// Sizes and widths agree. A simulated core may be larger where that changes nothing: with lists of neighbours. The
/// sizes of a core that is made for a graph are the graph's, which its fingerprint tells (AnnealSession::load).
bool is_configured(const CoreIdentity& found, const flow::Configuration& wanted, bool simulated);

/// "the board at /dev/ttyUSB1 has 64 spins, weights of 8 bits …, but pbit_ring on hx8k-evn has …", of a core that is
/// not.
std::string other_core_sentence(const std::string& where, const CoreIdentity& found, const flow::Configuration& wanted);

}  // namespace isinglass
