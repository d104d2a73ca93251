#!/usr/bin/env python3
"""Writes quadratic.npy and linear.npy of this example: what six projects return, and how they get in each other's way."""
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


# r: return of the first unit of money. Q: how fast it falls, and (off the diagonal) how much two projects do the same.
linear = [9.0, 8.0, 7.5, 6.0, 5.0, 3.0]
quadratic = [[0.20, 0.12, 0.00, 0.00, 0.00, 0.00],
             [0.12, 0.25, 0.00, 0.02, 0.00, 0.00],
             [0.00, 0.00, 0.15, 0.05, 0.00, 0.00],
             [0.00, 0.02, 0.05, 0.10, 0.00, 0.00],
             [0.00, 0.00, 0.00, 0.00, 0.05, 0.04],
             [0.00, 0.00, 0.00, 0.00, 0.04, 0.08]]
write_npy("quadratic.npy", quadratic)
write_npy("linear.npy", linear)
