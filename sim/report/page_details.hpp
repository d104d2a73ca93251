// The page's lower half: bitstream, settings and provenance.
#pragma once

#include <string>
#include <vector>

#include "sim/report/run_record.hpp"

namespace isinglass {

std::string hardware_section(const RunRecord& record);    ///< empty without a hardware report
std::string settings_section(const RunRecord& record);    ///< every parameter and stage of every sampler
std::string provenance_section(const RunRecord& record);  ///< the command that remakes the page, versions, hashes

/// Colour variables of all samplers in order.
std::vector<std::string> colours_of(const RunRecord& record);

/// "cut" -> "Cut".
std::string capitalised(std::string text);

}  // namespace isinglass
