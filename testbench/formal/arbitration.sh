#!/bin/sh
# Proves that the host's port and a run never use the memories of a core at the same time, on the core's own Verilog with
# arbitration.vh put into it: prove.sh, with its mutants, and cover.sh. Assertions of the core's modules are left out here, as
# they are proved for any surroundings.
#   arbitration.sh TOP PORT_FILE "FILES" "PARAMETER=VALUE ..." STEPS PORT_WRITES RUN_WRITES PORT_IDLE PORT_OPEN [SED_EXPRESSION ...]
# PORT_WRITES: with what the port changes memories. RUN_WRITES: with what a run may. PORT_IDLE: what the port's registers
# keep to, PORT_OPEN: when the port has a question in hand; helps for the induction, which are proved with the rest. Without
# them it could begin with a port that answers what nobody asked, and an answer can take more clocks than it has steps.
set -eu
top=$1; port=$2; files=$3; parameters=$4; steps=$5; port_writes=$6; run_writes=$7; idle=$8; open=$9
shift 9
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

changed=
for f in $files; do
  base=$(basename "$f")
  name=$folder/$base
  sed '/^`ifdef FORMAL/,/^`endif/d' "$f" >"$name"
  if [ "$base" = "$top.v" ] || [ "$base" = "$port" ]; then sed -i '/^endmodule/d' "$name"; fi
  if [ "$base" = "$top.v" ]; then
    # The port and the register file say by wires of their own what they have in hand.
    sed -i 's/^      \.done_o(port_done),/      .f_open_o(f_port_has),\n&/; s/^      \.port_go_o(port_go),/      .f_waiting_o(f_waiting),\n&/' "$name"
    sed "s~PORT_WRITES~$port_writes~g; s~RUN_WRITES~$run_writes~g" "$here/arbitration.vh" >>"$name"
    echo endmodule >>"$name"
  elif [ "$base" = "$port" ]; then
    sed -i '0,/^    output logic .*done_o,/s//    output logic f_open_o,\n&/' "$name"
    echo "  assign f_open_o = $open;" >>"$name"
    echo "  always_ff @(posedge clk_i) if (rst_ni) assert ($idle);" >>"$name"
    echo "endmodule" >>"$name"
  fi
  if [ "$base" = pbit_colour_slots.v ]; then  # the ports are enough; the wires of a graph are written for each
    sed -i '/^);/q' "$name"
    echo endmodule >>"$name"
  fi
  if [ "$base" = pbit_colour_control.v ]; then  # likewise; its preparation is longer than the induction
    sed -i '/^endmodule/d' "$name"
    echo "  wire [1:0] f_parts = preparing_q + valid_q + draining_q;" >>"$name"
    echo "  always_ff @(posedge clk_i) if (rst_ni) assert (f_parts == busy_q);" >>"$name"
    echo "endmodule" >>"$name"
  fi
  if [ "$base" = anneal_registers.v ]; then  # likewise
    sed -i '/^endmodule/d; 0,/^    output logic .*port_go_o,/s//    output logic f_waiting_o,\n&/' "$name"
    echo "  assign f_waiting_o = waiting_q;" >>"$name"
    echo "  always_ff @(posedge clk_i) if (rst_ni) assert (idle_q == (!taken_q && !selected_q && !decoded_q && !waiting_q));" >>"$name"
    echo "  wire [2:0] f_stages = taken_q + selected_q + decoded_q + waiting_q + ready_q;" >>"$name"
    echo "  always_ff @(posedge clk_i) if (rst_ni) assert (f_stages <= 3'd1 && (!port_go_q || waiting_q));" >>"$name"
    echo "endmodule" >>"$name"
  fi
  changed="$changed $name"
done
# Neither what the memories hold nor what the core computes or shows matters: it may be anything.
export BEFORE="delete */c:u_pipeline */c:u_noise */c:u_tally */c:u_cells */c:u_phase */c:u_score */c:u_slots */c:u_table */c:u_books;"
free="delete -port o:* o:bus_ready_o %d; delete t:\$mem_v2; opt_clean; setundef -undriven -anyseq;"
"$here/prove.sh" "$top" "$changed" "$parameters" "$steps" induction "$free" "$@"
"$here/cover.sh" sat "$top" "$changed" "$parameters" 40 "$free"
