// The result table: one set of rows, drawn in the terminal and in the page. Samplers are columns, quantities are rows.
#pragma once

#include <string>
#include <vector>

#include "sim/report/run_record.hpp"

namespace isinglass {

struct TableColumn {
  std::string title;    ///< the sampler's name
  std::string note;     ///< "analog", "software, baseline"
  bool winner = false;  ///< first of the ranking
};

/// A cell's main text and what qualifies it (an interval, a share of the target).
struct TableCell {
  std::string text;
  std::string detail;
};

struct TableRow {
  std::string label;
  std::string note;  ///< what exactly is meant, where the label does not say it
  std::vector<TableCell> cells;
};

struct ResultTable {
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
};

ResultTable result_table(const RunRecord& record);

/// The bitstream's resources and clock as label and value; empty without a hardware report.
std::vector<TableRow> hardware_rows(const nlohmann::json& hardware);

/// Aligned columns for a terminal; ends with a line break.
std::string table_as_text(const ResultTable& table);

/// An HTML table with row and column headers; `colours` are the style-sheet variables of the columns.
std::string table_as_html(const ResultTable& table, const std::vector<std::string>& colours,
                          const std::string& caption);

/// "max-cut problem, 800 variables, 19,176 couplings; target: cut 11,624 (best-known)."
std::string problem_sentence(const RunRecord& record);

/// What `compare` prints: problem and seed, the headline, the table, the hardware (resources and clock) and the
/// diagnostics.
std::string terminal_report(const RunRecord& record);

}  // namespace isinglass
