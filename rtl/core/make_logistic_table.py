#!/usr/bin/env python3
# Writes the noise table of the p-bit cores: logistic_table.v beside this file and its copy for the C++ twins.
# Entry k of 1024 is the magnitude of a logistic variate at the middle of its cell: u = 1/2 + (k + 1/2) / 2048,
# L = ln(u / (1 - u)), rounded to 8 fraction bits. A further noise bit gives the sign. The largest is ln(4095) = 8.318.
# Usage: make_logistic_table.py, from anywhere; needs nothing but Python.
import math
import pathlib

ENTRIES = 1024
FRACTION_BITS = 8

here = pathlib.Path(__file__).resolve().parent
values = []
for k in range(ENTRIES):
    u = 0.5 + (k + 0.5) / (2 * ENTRIES)
    values.append(int(math.floor(math.log(u / (1.0 - u)) * 2**FRACTION_BITS + 0.5)))
assert max(values) < 4096

with open(here / "logistic_table.v", "w") as f:
    f.write("// Magnitudes of logistic noise, 12 bits with 8 fraction bits. Written by make_logistic_table.py; do not edit.\n")
    f.write("module logistic_table (\n    input  logic        clk_i,\n    input  logic [9:0]  index_i,\n")
    f.write("    output logic [11:0] magnitude_o  // one clock after index_i\n);\n")
    f.write("  logic [11:0] table_rom[0:1023];\n  logic [11:0] magnitude_q;\n")
    f.write("  always_ff @(posedge clk_i) magnitude_q <= table_rom[index_i];\n  assign magnitude_o = magnitude_q;\n\n")
    f.write("  initial begin\n")
    for k in range(0, ENTRIES, 4):
        f.write("    " + " ".join(f"table_rom[{j}] = 12'h{values[j]:03x};" for j in range(k, k + 4)) + "\n")
    f.write("  end\nendmodule\n")

with open(here.parent.parent / "models" / "digital" / "logistic_table.inc", "w") as f:
    f.write("// Magnitudes of logistic noise, 8 fraction bits. Written by rtl/core/make_logistic_table.py; do not edit.\n")
    for k in range(0, ENTRIES, 16):
        f.write(", ".join(str(v) for v in values[k:k + 16]) + ",\n")
