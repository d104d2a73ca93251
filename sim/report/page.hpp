// The HTML page of a run: one self-contained file that loads nothing from outside.
#pragma once

#include <string>

#include "sim/report/run_record.hpp"

namespace isinglass {

/// A pure function of the record: the same run.json gives the same bytes.
std::string render_page(const RunRecord& record);

}  // namespace isinglass
