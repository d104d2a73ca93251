// The numbers that the page's script draws.
#pragma once

#include <string>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// JSON for the page's <script type="application/json">: the curves by clock, the states, the target.
std::string page_data(const RunRecord& record);

}  // namespace isinglass
