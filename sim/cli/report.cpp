// `isinglass report`: the page of a run directory once more, from its files alone.
#include <fmt/format.h>

#include "sim/cli/command.hpp"
#include "sim/cli/common_options.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/run_directory.hpp"
#include "sim/report/sheet.hpp"
#include "sim/report/table.hpp"

namespace isinglass::cli {
namespace {

struct ReportFlags {
  std::string directory;
  DisplayFlags display;
};

/// A sheet's terminal report is its headline: the tables were printed when it ran.
ExitCode report_sheet(const ReportFlags& flags, const Sheet& sheet) {
  const auto page = rewrite_report(flags.directory);
  if (flags.display.json) {
    write_json(sheet.answer);
  } else {
    write_stdout(fmt::format("{}: {}\n{}\n\nreport: {}\n", sheet.kind, sheet.title, sheet.headline, page.string()));
  }
  return ExitCode::done;
}

ExitCode report(const ReportFlags& flags) {
  const auto document = read_run_json(flags.directory);
  if (is_sheet(document)) return report_sheet(flags, sheet_from_json(document));
  const RunRecord record = read_run_record(flags.directory);
  const auto page = rewrite_report(flags.directory);
  if (flags.display.json) {
    write_json(to_json(record));
  } else {
    write_stdout(terminal_report(record) + fmt::format("\nreport: {}\n", page.string()));
  }
  return ExitCode::done;
}

}  // namespace

void add_report(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("report", "Write the report of a run directory again, from its files alone");
  auto flags = std::make_shared<ReportFlags>();
  command->add_option("directory", flags->directory, "Directory that `compare` or `solve -o` wrote")
      ->type_name("DIR")
      ->required();
  add_display_flags(*command, flags->display);
  command->footer("Example:\n  isinglass report isinglass-run-1");
  command->callback([flags, &action] { action.run = [flags] { return report(*flags); }; });
}

}  // namespace isinglass::cli
