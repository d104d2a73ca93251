#!/usr/bin/env python3
"""Writes dictionary.npy and signal.npy of this example: two tones and three clicks, in a little noise."""
import math
import random
import struct


def write_npy(name, rows):
    """A list of numbers, or of lists of numbers, as a NumPy array of doubles."""
    matrix = isinstance(rows[0], list)
    shape = f"({len(rows)}, {len(rows[0])})" if matrix else f"({len(rows)},)"
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * ((63 - (10 + len(header))) % 64) + "\n"
    values = [v for row in rows for v in row] if matrix else rows
    with open(name, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack(f"<{len(values)}d", *values))


n = 64
# Columns 0 … 63: cosines of rising frequency (DCT-II, norm 1). Columns 64 … 127: one click each.
tones = [[math.sqrt((1 if k == 0 else 2) / n) * math.cos(math.pi * (t + 0.5) * k / n) for k in range(n)]
         for t in range(n)]
dictionary = [tones[t] + [1.0 if t == c else 0.0 for c in range(n)] for t in range(n)]
code = {9: 3.0, 24: -2.0, 64 + 5: 1.5, 64 + 30: -1.2, 64 + 31: 1.0}
random.seed(7)
signal = [sum(dictionary[t][i] * v for i, v in code.items()) + random.gauss(0.0, 0.02) for t in range(n)]
write_npy("dictionary.npy", dictionary)
write_npy("signal.npy", signal)
