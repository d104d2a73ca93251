#!/usr/bin/env python3
# Writes the noise tables of the p-bit cores, logistic_table.v and exponential_table.v beside this file, and their copies
# for the C++ twins. Magnitudes have 12 bits, 8 of them fraction.
# logistic: entry k of 1024 is the magnitude of a logistic variate at the middle of its cell: u = 1/2 + (k + 1/2) / 2048,
#   L = ln(u / (1 - u)). A further noise bit gives the sign. The largest is ln(4095) = 8.318.
# exponential: entry k of 1024 is an exponential variate at the middle of its cell: u = (k + 1/2) / 1024, -ln u. The
#   largest is ln(2048) = 7.625.
# logistic_tail: entry k of 1024 is 4096 P(L > k/128), L logistic, rounded: 4096 / (1 + exp(k/128)).
# Usage: make_noise_tables.py, from anywhere; needs nothing but Python.
import math
import pathlib

ENTRIES = 1024
FRACTION_BITS = 8


def logistic(k):
    u = 0.5 + (k + 0.5) / (2 * ENTRIES)
    return math.log(u / (1.0 - u))


def exponential(k):
    return -math.log((k + 0.5) / ENTRIES)


def tail(k):
    return 4096 / (1.0 + math.exp(k / 128))


def write_module(path, name, what, values):
    with open(path, "w") as f:
        f.write(f"// {what}. Written by make_noise_tables.py; do not edit.\n")
        f.write(f"module {name}_table #(\n    parameter STYLE = \"auto\"  // \"logic\" where block RAM is short (yosys)\n) (\n")
        f.write("    input  logic        clk_i,\n    input  logic [9:0]  index_i,\n")
        f.write("    output logic [11:0] magnitude_o  // one clock after index_i\n);\n")
        f.write("  localparam unused_style = STYLE;\n")
        f.write("  (* rom_style = STYLE *) logic [11:0] table_rom[0:1023];\n  logic [11:0] magnitude_q;\n")
        f.write("  always_ff @(posedge clk_i) magnitude_q <= table_rom[index_i];\n  assign magnitude_o = magnitude_q;\n\n")
        f.write("  initial begin\n")
        for k in range(0, ENTRIES, 4):
            f.write("    " + " ".join(f"table_rom[{j}] = 12'h{values[j]:03x};" for j in range(k, k + 4)) + "\n")
        f.write("  end\nendmodule\n")


def write_include(path, what, values):
    with open(path, "w") as f:
        f.write(f"// {what}. Written by rtl/core/make_noise_tables.py; do not edit.\n")
        for k in range(0, ENTRIES, 16):
            f.write(", ".join(str(v) for v in values[k:k + 16]) + ",\n")


here = pathlib.Path(__file__).resolve().parent
for name, variate, scale, what, what_short in (
    ("logistic", logistic, 2**FRACTION_BITS, "Magnitudes of logistic noise, 12 bits with 8 fraction bits",
     "Magnitudes of logistic noise, 8 fraction bits"),
    ("exponential", exponential, 2**FRACTION_BITS, "Magnitudes of exponential noise, 12 bits with 8 fraction bits",
     "Magnitudes of exponential noise, 8 fraction bits"),
    ("logistic_tail", tail, 1, "4096 times the probability that logistic noise is above index/128",
     "4096 times the probability that logistic noise is above index/128"),
):
    values = [int(math.floor(variate(k) * scale + 0.5)) for k in range(ENTRIES)]
    assert max(values) < 4096
    write_module(here / f"{name}_table.v", name, what, values)
    write_include(here.parent.parent / "models" / "digital" / f"{name}_table.inc", what_short, values)
