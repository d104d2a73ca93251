// A sheet is the report of anything that is no comparison of samplers (a trajectory, a recall, a sparse code, a sweep,
// a check against SPICE): sections of text, line charts, tables and pixel pictures, as plain data. run.json holds
// exactly this, and the page is a function of it.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/sample_set.hpp"

namespace isinglass {

/// One curve. Values that are not finite leave a gap; an interval whose upper end alone is not finite is open above.
struct SheetSeries {
  std::string name;
  std::vector<double> x, y;
  std::vector<double> low, high;  ///< ends of an interval at each point; empty for none
  bool line = true;               ///< join the points
  bool dots = false;              ///< mark the points
};

struct SheetChart {
  std::string title;
  std::string x_label, y_label;  ///< with units
  std::vector<SheetSeries> series;
  bool x_log = false, y_log = false;
  std::string note;                    ///< a sentence below, may be empty
  std::vector<std::string> x_names{};  ///< where x counts things (0, 1, 2 …): their names; else empty
};

/// A picture of few pixels, drawn as squares: 0 is paper, 1 is ink.
struct SheetPicture {
  std::string caption;
  std::int32_t rows = 0, columns = 0;
  std::vector<double> values;  ///< rows x columns, row-major
};

struct SheetTable {
  std::string caption;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

struct SheetSection {
  std::string heading;
  std::string text;
  std::vector<SheetChart> charts;
  std::vector<std::vector<SheetPicture>> pictures;  ///< rows of pictures that belong together
  std::vector<SheetTable> tables;
};

struct Sheet {
  std::string schema = "isinglass-sheet-1";
  std::string kind;      ///< "simulation", "recall", …: beside the name of the program
  std::string title;     ///< of what
  std::string task;      ///< one sentence: what was asked
  std::string headline;  ///< one sentence: what came out
  bool interrupted = false;
  std::vector<SheetSection> sections;
  std::vector<Diagnostic> diagnostics;
  std::map<std::string, std::string> provenance;  ///< version, compiler, seed …
  std::vector<std::string> command;
  nlohmann::ordered_json answer;  ///< what --json prints: every number of the page
};

nlohmann::ordered_json to_json(const Sheet& sheet);
/// Throws InputError naming the key that is missing or of the wrong type.
Sheet sheet_from_json(const nlohmann::json& document);

/// The page: one self-contained file that loads nothing. The same sheet gives the same bytes.
std::string render_sheet(const Sheet& sheet);

/// Writes run.json, config.toml and report.html into `directory`, each whole or not at all, beside whatever other files
/// the command wrote there. Check the directory with require_writable first.
void write_sheet_directory(const std::filesystem::path& directory, const Sheet& sheet, const std::string& config_toml);

}  // namespace isinglass
