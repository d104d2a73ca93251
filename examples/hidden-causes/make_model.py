#!/usr/bin/env python3
"""Writes model.npz of this example: two causes behind three hidden values behind six measurements."""
import io
import random
import struct
import zipfile


def npy(rows):
    """A list of numbers, or of lists of numbers, as a NumPy array of doubles."""
    matrix = isinstance(rows[0], list)
    shape = f"({len(rows)}, {len(rows[0])})" if matrix else f"({len(rows)},)"
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * ((63 - (10 + len(header))) % 64) + "\n"
    values = [v for row in rows for v in row] if matrix else rows
    return (b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode()
            + struct.pack(f"<{len(values)}d", *values))


random.seed(5)
arrays = {
    "y": [1.2, -0.7, 0.4, 2.1, -1.5, 0.3],
    "W0": [[round(random.gauss(0, 1), 2) for _ in range(3)] for _ in range(6)],
    "W1": [[round(random.gauss(0, 1), 2) for _ in range(2)] for _ in range(3)],
    "P0": [4.0, 4.0, 4.0, 1.0, 1.0, 1.0],  # the first three measurements are twice as sharp as the others
    "P1": [2.0, 2.0, 2.0],
    "P2": [1.0, 1.0],
    "prior": [0.5, 0.0],
}
with zipfile.ZipFile("model.npz", "w") as archive:
    for name, rows in arrays.items():
        archive.writestr(zipfile.ZipInfo(name + ".npy", (1980, 1, 1, 0, 0, 0)), npy(rows))
