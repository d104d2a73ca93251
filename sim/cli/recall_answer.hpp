// What `isinglass recall` prints.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "sim/cli/output.hpp"
#include "sim/report/recall_sheet.hpp"

namespace isinglass::cli {

/// One object; with several samplers their answers are a list under "results".
nlohmann::ordered_json recall_json(const RecallRecord& record, const std::string& version);

/// The table, with pictures of the first `pictures` cues and what they recalled where patterns are pictures.
std::string recall_table(const RecallRecord& record, std::int64_t pictures, const Painter& painter);

}  // namespace isinglass::cli
