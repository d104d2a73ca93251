// Small helpers for the wording of messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isinglass {

/// The candidate with the smallest edit distance, or "" when none is near (distance > 2 and > a third of the length).
std::string nearest_name(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace isinglass
