// The program `isinglass`: its subcommands, in the order in which --help shows them.
#include "sim/cli/program.hpp"

int main(int argc, char** argv) {
  using namespace isinglass::cli;
  return run_program(argc, argv,
                     {
                         add_solve,
                         add_compare,
                         add_bench,
                         add_sweep,
                         add_recall,
                         add_simulate,
                         add_reconstruct,
                         add_report,
                         add_generate,
                         add_convert,
                         add_export,
                         add_hw,
                         add_cosim,
                         add_info,
                     });
}
