#!/usr/bin/env python3
"""Reads model.npz and the answer of `simulate --json`; lays the state beside the exact mean of the posterior."""
import json
import struct
import sys
import zipfile


def read_npz(path):
    arrays = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            size = struct.unpack("<H", data[8:10])[0]
            shape = eval(data[10:10 + size].decode())["shape"]
            values = struct.unpack(f"<{(len(data) - 10 - size) // 8}d", data[10 + size:])
            rows = [list(values[i * shape[1]:(i + 1) * shape[1]]) for i in range(shape[0])] if len(shape) == 2 else values
            arrays[name.removesuffix(".npy")] = rows
    return arrays


def product(a, b):
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def transposed(a):
    return [list(column) for column in zip(*a)]


def plus(a, b):
    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]


def solve(a, b):
    """x with a x = b, by Gauss's elimination with pivots."""
    rows = [list(row) + [value] for row, value in zip(a, b)]
    n = len(rows)
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, n):
            share = rows[i][k] / rows[k][k]
            rows[i] = [x - share * y for x, y in zip(rows[i], rows[k])]
    x = [0.0] * n
    for k in reversed(range(n)):
        x[k] = (rows[k][n] - sum(rows[k][j] * x[j] for j in range(k + 1, n))) / rows[k][k]
    return x


def noise(precision):
    return [[1.0 / p if i == j else 0.0 for j in range(len(precision))] for i, p in enumerate(precision)]


def posterior_mean(m):
    """By conditioning the joint normal law of the causes (z1, z2) and the measurements y: no flow, no gradient."""
    w0, w1 = m["W0"], m["W1"]
    z2 = noise(m["P2"])
    across = product(w1, z2)  # covariance of z1 and z2
    z1 = plus(product(across, transposed(w1)), noise(m["P1"]))
    y = plus(product(product(w0, z1), transposed(w0)), noise(m["P0"]))
    with_y = product(z1, transposed(w0)) + product(transposed(across), transposed(w0))  # rows: z1, then z2
    mean2 = [[v] for v in m["prior"]]
    mean1 = product(w1, mean2)
    surprise = [a - b[0] for a, b in zip(m["y"], product(w0, mean1))]
    weighed = [[v] for v in solve(y, surprise)]
    return [a[0] + b[0] for a, b in zip(mean1 + mean2, product(with_y, weighed))]


exact = posterior_mean(read_npz(sys.argv[1]))
state = json.load(sys.stdin)["final_state"]
print("cause      network    posterior")
names = [f"layer 1, {i}" for i in (1, 2, 3)] + [f"layer 2, {i}" for i in (1, 2)]
for name, found, wanted in zip(names, state, exact):
    print(f"{name}  {found:9.6f}  {wanted:9.6f}")
worst = max(abs(found - wanted) for found, wanted in zip(state, exact))
print("largest difference", "below 1e-8" if worst < 1e-8 else f"{worst:.2g}")
