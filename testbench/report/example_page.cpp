// Writes the run directory of the example comparison to the folder that it is given: for a look at the page.
#include <fmt/format.h>

#include "sim/report/run_directory.hpp"
#include "sim/report/table.hpp"
#include "testbench/report/example_run.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto run = isinglass::example::comparison();
  isinglass::write_run_directory(argv[1], run.record, run.sets, "# example\n");
  fmt::print("{}", isinglass::terminal_report(run.record));
}
