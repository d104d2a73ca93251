#!/usr/bin/env python3
"""Table of the lines and toggles of the Verilog that were reached: coverage_table.py [-v] ROOT DATA...

Reads what verilator_coverage --write leaves. A line (block) counts once however many instances and models it has, and is
reached if one of them reached it; so is each bit of a signal of a module, where a toggle is one that went up and down."""
import os
import re
import sys


def points(path):
    for line in open(path, errors="replace"):
        found = re.match(r"C '(.*)' (\d+)$", line.rstrip("\n"))
        if not found:
            continue
        fields = dict(part.split("\x02", 1) for part in found.group(1).split("\x01") if "\x02" in part)
        yield fields, int(found.group(2))


def main():
    verbose = "-v" in sys.argv
    root, *data = [a for a in sys.argv[1:] if a != "-v"]
    reached = {}  # (file, kind, line, what) -> count
    for path in data:
        for fields, count in points(path):
            name = os.path.relpath(fields.get("f", ""), root)
            if not name.startswith("rtl/"):
                continue
            kind = "toggle" if "toggle" in fields.get("page", "") else "line"
            key = (name, kind, int(fields.get("l", 0)), fields.get("o", ""))
            reached[key] = reached.get(key, 0) + count
    files = sorted({key[0] for key in reached})
    total = {"line": [0, 0], "toggle": [0, 0]}
    print(f"| {'File':40} | Lines | reached | Toggles | reached |\n| :--- | ---: | ---: | ---: | ---: |")
    for name in files:
        row = []
        for kind in ("line", "toggle"):
            counts = [c for key, c in reached.items() if key[0] == name and key[1] == kind]
            hit = sum(c > 0 for c in counts)
            total[kind][0] += hit
            total[kind][1] += len(counts)
            row += [str(len(counts)), f"{100 * hit / len(counts):.1f} %" if counts else "–"]
        print(f"| {name:40} | " + " | ".join(row) + " |")
    row = [x for hit, of in total.values() for x in (str(of), f"{100 * hit / max(of, 1):.1f} %")]
    print(f"| {'all':40} | " + " | ".join(row) + " |")
    if verbose:
        for key in sorted(key for key, count in reached.items() if count == 0):
            print(f"{key[0]}:{key[2]}: {key[1]} {key[3]}")


if __name__ == "__main__":
    main()
