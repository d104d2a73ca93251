#!/usr/bin/env python3
# Writes the sine table of the oscillator core, sine_table.v beside this file, and its copy for the C++ twin.
# Entry k of 64 is 256 sin(2 pi (k + 1/2) / 256), the sine at the middle of its cell of a quarter turn, in 8 bits.
# Usage: make_sine_table.py, from anywhere; needs nothing but Python.
import math
import pathlib

values = [int(math.floor(256 * math.sin(2 * math.pi * (k + 0.5) / 256) + 0.5)) for k in range(64)]
values = [min(v, 255) for v in values]
here = pathlib.Path(__file__).resolve().parent

with open(here / "sine_table.v", "w") as f:
    f.write("// A quarter of a sine: 256 sin(2 pi (k + 1/2) / 256), at most 255. Written by make_sine_table.py; do not edit.\n")
    f.write("module sine_table (\n    input  logic       clk_i,\n    input  logic [5:0] index_i,\n")
    f.write("    output logic [7:0] sine_o  // one clock after index_i\n);\n")
    f.write("  (* rom_style = \"logic\" *) logic [7:0] table_rom[0:63];\n  logic [7:0] sine_q;\n")
    f.write("  always_ff @(posedge clk_i) sine_q <= table_rom[index_i];\n  assign sine_o = sine_q;\n\n  initial begin\n")
    for k in range(0, 64, 4):
        f.write("    " + " ".join(f"table_rom[{j}] = 8'd{values[j]};" for j in range(k, k + 4)) + "\n")
    f.write("  end\nendmodule\n")

with open(here.parent.parent / "models" / "digital" / "sine_table.inc", "w") as f:
    f.write("// 256 sin(2 pi (k + 1/2) / 256), at most 255. Written by rtl/core/make_sine_table.py; do not edit.\n")
    for k in range(0, 64, 16):
        f.write(", ".join(str(v) for v in values[k:k + 16]) + ",\n")
