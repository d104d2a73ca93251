// The seeds of a campaign, as a person writes them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace isinglass {

/// "0..4" (both ends), "3,7,11", or both: "0..2,10". UsageError for anything else, for a seed that comes twice, and for
/// more than 10,000 seeds.
std::vector<std::uint64_t> parse_seeds(const std::string& text);

}  // namespace isinglass
