#!/usr/bin/env python3
"""Turns a Gowin GW2A bitstream (.fs) into Verilog that can be simulated:
    gowin_verilog.py FILE.fs DEVICE PINS.cst PACKAGE OUTPUT.v
With OUTPUT.fs and a word more it writes the bitstream again, one bit changed, CRC and all:
    ... OUTPUT.fs table ENTRY    of the table before the last register of the pin uart_tx_o, of the entries that can matter
    ... OUTPUT.fs memory WORD    bit 9 of that word of the block RAMs that begin with anything, 1,024 words each

Project Apicula's gowin_unpack gives wires, look-up tables, flip-flops and pins. What it leaves out is taken from the
same file with its tables here:
  * carry cells: it names nine modes and calls all others "C2L"; here a cell is what the silicon has, the 16 bits of its
    table with a carry (Apicula's doc/alu.md: F = LUT4 ^ CIN, COUT = LUT4 ? CIN : LUT2 of the lower four bits);
  * block RAM: it gives ports without mode, width and initial content;
  * long wires, which it cuts into pieces, and four spines of a clock that have the same fuses.
Wires are followed to what drives them, so that the Verilog has cells only. Cells: gowin_cells.v.
"""
import re
import sys

from apycula import attrids, bslib, codegen
from apycula import gowin_unpack as unpack

carry_cells = set()  # (row, column, number), from 1
ram_attributes = {}  # by the number that gowin_unpack gives a block
ram_places = {}  # the same: (row, column) of its first tile, from 0
isolated = set()  # (row, column, wire), from 0: ends of long wires that drive nothing
database = None


def attributes_of(db, row, col, tile):
    """Of a tile of a block RAM; the tables of its modes have the same fuses under different names."""
    table = db.shortval[db[row, col].ttyp]["BSRAM_DP"]
    found = unpack.parse_attrvals(tile, db.rev_logicinfo("BSRAM"), table, attrids.bsram_attrids, "BSRAM")
    names = {number: name for name, number in attrids.bsram_attrvals.items()}
    return {name: names.get(value, value) for name, value in found.items()}


def parse_tile(db, row, col, tile, *arguments, **options):
    global database
    database = db
    bels, pips, clock_pips = original_parse_tile(db, row, col, tile, *arguments, **options)
    for wire in clock_pips:
        clock_pips[wire] = spine_of(db, row, col, db[row, col].clock_pips.get(wire, {}), clock_pips[wire])
    for wire, tables in db[row, col].alonenode_6.items():
        if wire.startswith("LT") and all(tile[k][j] for k, j in tables[0][1]):
            isolated.add((row, col, wire))
    for name in list(bels):
        if re.fullmatch(r"ALU\d", name):
            carry_cells.add((row + 1, col + 1, int(name[3:])))
            del bels[name]
        match = re.fullmatch(r"BSRAM(_AUX)?(\d+)", name)
        if match:
            number = int(match[2])
            ram_attributes.setdefault(number, {}).update(attributes_of(db, row, col, tile))
            if not match[1]:
                ram_places[number] = (row, col)
    return bels, pips, clock_pips


def spine_of(db, row, col, sources, found):
    """Four spines have the same fuses; the one that passes this tile is meant."""
    for wire, fuses in sources.items():
        if wire.startswith("SPINE") and fuses == sources.get(found) and (row, col, wire) in db.nodes[wire][1]:
            return wire
    return found


original_parse_tile = unpack.parse_tile_
unpack.parse_tile_ = parse_tile
unpack.removeLUTs = lambda bels: None  # the tables of carry cells are wanted


class Netlist:
    """Wires followed to their drivers."""

    def __init__(self, module):
        self.module = module
        self.sources = {}
        for place, segment in database.segments.items():
            self.long_wire(*place, segment)
        for target, source in module.assigns:
            self.sources[self.alias(target)] = self.alias(source)
        self.roots = {}

    def long_wire(self, top, col, number, segment):
        """A wire through a third of a column, driven at one of its ends, with branches of four columns in each row."""
        name = f"R{top + 1}C{col + 1}_LONG{number}"
        trunk, branch = ("LT01", "LBO0") if number < 4 else ("LT04", "LBO1")
        aliases = self.module.wire_aliases
        for row in range(segment["min_y"], segment["max_y"] + 1):
            aliases[f"R{row + 1}C{col + 1}_{trunk}"] = name
            for k in range(segment["min_x"], segment["max_x"] + 1):
                aliases[f"R{row + 1}C{k + 1}_LB{number}1"] = f"R{row + 1}C{col + 1}_{branch}"
        for end in ("top", "bottom"):
            row, wire = segment[f"{end}_row"], segment[f"{end}_wire"]
            if (row, col, wire) not in isolated:
                aliases[f"R{row + 1}C{col + 1}_{wire}"] = name

    def alias(self, wire):
        while wire in self.module.wire_aliases:
            wire = self.module.wire_aliases[wire]
        return wire

    def root(self, wire):
        wire = self.alias(wire)
        seen = []
        while wire in self.sources and wire not in seen:
            seen.append(wire)
            wire = self.sources[wire]
        return wire


def pad(location, db):
    """IOL27B -> the prefix R27C1 and the letter."""
    side, number, letter = re.fullmatch(r"IO([LRTB])(\d+)([AB])", location).groups()
    number = int(number)
    row, col = {"L": (number, 1), "R": (number, db.cols), "T": (1, number), "B": (db.rows, number)}[side]
    return f"R{row}C{col}", letter


def pins_of(file):
    return re.findall(r'IO_LOC\s+"([^"]+)"\s+(\d+)\s*;', open(file).read())


def initial_places(db, row, col):
    """Where in the bitmap the 1,024 words of 18 bits that a block begins with lie; gowin_pack's store_bsram_init_val."""
    top = db.height + 256 * sorted(db.simplio_rows).index(row)
    left = sum(db[0, k].width for k in range(col))
    columns = db.rev_logicinfo("BSRAM_INIT")
    for word in range(1024):
        places = []
        for bit in range(18):  # 8 and 17, beyond the bytes, go by the address of the bit before them
            address = 16 * word + bit - bit // 9 - (1 if bit % 9 == 8 else 0)
            line = {0x30: 0xC0, 0x20: 0x40, 0x10: 0x80, 0x00: 0x00}[address & 0x30] + ((address >> 6) & 0x3F)
            places.append((top + 255 - line, left + columns[bit * 4 + (address >> 12)][0] - 1))
        yield places


def initial_words(bitmap, db, row, col):
    if len(bitmap) <= db.height:  # no block of the design begins with anything
        return [0] * 1024
    return [sum(bitmap[k][j] << bit for bit, (k, j) in enumerate(places)) for places in initial_places(db, row, col)]


class Writer:
    def __init__(self, module, output, bitstream, pins, package):
        self.module, self.output_name, self.pins = module, output, pins
        self.netlist = Netlist(module)
        self.bitmap = bslib.read_bitstream(bitstream)[0]
        self.package = package
        self.driven = {"VCC": "1'b1", "VSS": "1'b0", "1'b1": "1'b1", "1'b0": "1'b0"}
        self.numbers = {}
        self.lines = []

    def output(self, wire):
        name = self.netlist.alias(wire)
        self.driven[name] = self.driven.get(name) or f"w{len(self.driven)}"
        return self.driven[name]

    def input(self, wire, otherwise="1'b1"):
        """What drives the wire; pins of cells that nothing drives are pulled up."""
        return self.driven.get(self.netlist.root(wire), otherwise)

    def write(self):
        cells = self.module.primitives
        tables = {}
        for name, cell in cells.items():
            match = re.fullmatch(r"R(\d+)C(\d+)_LUT4_(\d)", name)
            if match:
                tables[tuple(map(int, match.groups()))] = cell.params["INIT"]
        outputs = {"LUT4": ["F"], "MUX2": ["O"]}
        for name, cell in cells.items():
            if cell.typ.startswith("DF"):
                self.output(cell.portmap["Q"])
            elif cell.typ == "BSRAM":
                for port, wire in cell.portmap.items():
                    if re.fullmatch(r"DO\d+", port):
                        self.output(wire)
            elif cell.typ == "IBUF":
                self.output(cell.portmap["O"])
            else:
                for port in outputs.get(cell.typ, []):
                    self.output(cell.portmap[port])
        for row, col, number in carry_cells:
            # A table of zeros has been written as an assignment.
            self.netlist.sources.pop(self.netlist.alias(f"R{row}C{col}_F{number}"), None)
            self.output(f"R{row}C{col}_F{number}")
            self.output(self.carry(row, col, number + 1))
        for row, col, number in sorted(carry_cells):
            self.carry_cell(row, col, number, tables.get((row, col, number), "16'h0000"))
        for name, cell in cells.items():
            self.cell(name, cell)
        self.top()

    @staticmethod
    def carry(row, col, number):
        return f"R{row}C{col}_CIN{number}" if number < 6 else f"R{row}C{col + 1}_CIN0"

    def table_inputs(self, wires, table):
        """Those that the table ignores are left out: they hang on wires that nobody chose, in loops."""
        ignored = ignored_inputs(int(table[4:], 16))
        return ", ".join("1'b1" if k in ignored else self.input(wire) for k, wire in enumerate(wires))

    def carry_cell(self, row, col, number, table):
        inputs = self.table_inputs([f"R{row}C{col}_{letter}{number}" for letter in "ABCD"], table)
        carry = self.input(self.carry(row, col, number), "1'b0")
        self.lines.append(f"gowin_carry #({table}) c{len(self.lines)} ({self.output(f'R{row}C{col}_F{number}')}, "
                          f"{self.output(self.carry(row, col, number + 1))}, {inputs}, {carry});")

    def cell(self, name, cell):
        ports = cell.portmap
        if cell.typ == "LUT4":
            place = tuple(map(int, re.fullmatch(r"R(\d+)C(\d+)_LUT4_(\d)", name).groups()))
            if place in carry_cells:
                return
            inputs = self.table_inputs([ports[port] for port in ("I0", "I1", "I2", "I3")], cell.params["INIT"])
            self.lines.append(f"gowin_lut #({cell.params['INIT']}) c{len(self.lines)} ({self.output(ports['F'])}, {inputs});")
        elif cell.typ == "MUX2":
            self.lines.append(f"assign {self.output(ports['O'])} = {self.input(ports['S0'])} ? {self.input(ports['I1'])} : "
                              f"{self.input(ports['I0'])};")
        elif cell.typ.startswith("DF"):
            self.flip_flop(cell)
        elif cell.typ == "BSRAM":
            self.ram(int(name.split("_")[1]), ports)

    def flip_flop(self, cell):
        kind = re.fullmatch(r"DFF(N?)(S|R|P|C)?E", cell.typ)
        if kind is None:
            raise SystemExit(f"there is no model for {cell.typ}")
        ports = cell.portmap
        force = next((ports[port] for port in ("SET", "RESET", "PRESET", "CLEAR") if port in ports), None)
        clock = self.input(ports["CLK"], None)
        if clock in (None, "1'b0", "1'b1"):  # a flip-flop that is not used
            self.lines.append(f"assign {self.output(ports['Q'])} = 1'bx;")
            return
        self.lines.append(
            f"gowin_dff #({int(kind[1] == 'N')}, {int(kind[2] in ('S', 'P'))}, {int(kind[2] in ('P', 'C'))}) "
            f"c{len(self.lines)} ({self.output(ports['Q'])}, {clock}, {self.input(ports['D'])}, {self.input(ports['CE'])}, "
            + (self.input(force, "1'b0") if force else "1'b0") + ");")

    def ram(self, number, ports):
        attributes = ram_attributes[number]
        if attributes.get("MODE") != "ENABLE":
            return
        words = initial_words(self.bitmap, database, *ram_places[number])
        name = f"{self.output_name}.{number}.hex"
        with open(name, "w") as file:
            file.writelines(f"{word:05x}\n" for word in words)

        def bus(prefix, count, first=0):
            return "{" + ", ".join(self.input(ports[f"{prefix}{k}"]) for k in reversed(range(first, first + count))) + "}"

        def width(port):
            if attributes.get(f"DBLW{port}") == "X36":
                return 36
            return int(attributes.get(f"DP{port}_DATA_WIDTH", "16"))

        selected = [
            " && ".join(("!" if attributes.get(f"CS{port}_{k}") == "SET" else "") + self.input(ports[f"BLKSEL{port}{k}"])
                        for k in range(3)) for port in "AB"
        ]
        outputs = "{" + ", ".join(self.output(ports[f"DO{k}"]) for k in reversed(range(36))) + "}"
        modes = [{"WT": 1, "RBW": 2}.get(attributes.get(f"DP{port}_MODE"), 0) for port in "AB"]
        registered = [int(attributes.get(f"DP{port}_REGMODE") == "OUTREG") for port in "AB"]
        bytewise = [int(attributes.get(f"DP{port}_BEHB") == "ENABLE") for port in "AB"]
        if any(registered):
            raise SystemExit("there is no model for a block RAM with output registers")
        both = []
        for k, port in enumerate("AB"):
            both.append(f"{self.input(ports[f'CLK{port}'])}, {self.input(ports[f'CE{port}'])} && {selected[k]}, "
                        f"{self.input(ports[f'WRE{port}'])}, {bus(f'AD{port}', 14)}")
        data = f"{bus('DI', 36)}, {bus('DIB', 18)}"
        self.lines.append(f"gowin_ram #({width('A')}, {width('B')}, {modes[0]}, {modes[1]}, {bytewise[0]}, {bytewise[1]}, \"{name}\") "
                          f"c{len(self.lines)} ({outputs}, {both[0]}, {both[1]}, {data});")

    def top(self):
        package = re.sub(r"^QN", "QFN", self.package)
        locations = next(packages[package] for packages in database.pinout.values() if package in packages)
        inputs, outputs, body = [], [], []
        for signal, pin in self.pins:
            found = locations[pin]
            prefix, letter = pad(found if isinstance(found, str) else found[0], database)
            flat = re.sub(r"\W+", "_", signal).strip("_")
            buffers = {typ: self.module.primitives.get(f"{prefix}_{typ}_{letter}") for typ in ("IBUF", "OBUF")}
            if buffers["OBUF"]:
                outputs.append(flat)
                body.append(f"assign {flat} = {self.input(buffers['OBUF'].portmap['I'])};")
            elif buffers["IBUF"]:
                inputs.append(flat)
                body.append(f"assign {self.output(buffers['IBUF'].portmap['O'])} = {flat};")
        ports = [f"input {name}" for name in inputs] + [f"output {name}" for name in outputs]
        used, wires = self.cone(body)
        with open(self.output_name, "w") as file:
            file.write("module top(" + ", ".join(ports) + ");\n")
            file.writelines(f"wire {name};\n" for name in wires)
            file.writelines(line + "\n" for line in used)
            file.write("endmodule\n")

    def cone(self, body):
        """The cells that an output depends on, and all wires of theirs: half of the tables belong to nothing, in loops."""
        lines = body + self.lines
        wires = [re.findall(r"\bw\d+\b", line) for line in lines]
        drivers = {}
        for k, found in enumerate(wires):
            outputs = 0 if k < len(body) and " = w" in lines[k] else 1
            if "gowin_carry" in lines[k]:
                outputs = 2
            if "gowin_ram" in lines[k]:
                outputs = 36
            for wire in found[:outputs]:
                drivers[wire] = k
        pending = list(range(len(body)))
        seen = set(pending)
        while pending:
            for wire in wires[pending.pop()]:
                k = drivers.get(wire)
                if k is not None and k not in seen:
                    seen.add(k)
                    pending.append(k)
        return [lines[k] for k in sorted(seen)], sorted({w for k in seen for w in wires[k]}, key=lambda w: int(w[1:]))


def register_table(module, pins, package):
    """Row, column (from 1) and number of the table before the register that drives uart_tx_o."""
    netlist = Netlist(module)
    package = re.sub(r"^QN", "QFN", package)
    locations = next(packages[package] for packages in database.pinout.values() if package in packages)
    prefix, letter = pad(locations[dict(pins)["uart_tx_o"]][0], database)
    wire = netlist.root(module.primitives[f"{prefix}_OBUF_{letter}"].portmap["I"])
    found = re.fullmatch(r"R(\d+)C(\d+)_Q(\d)", wire)
    if found is None:
        raise SystemExit(f"no register drives uart_tx_o, but {wire}")
    return tuple(map(int, found.groups()))


def ignored_inputs(entries):
    return [k for k in range(4) if not any((entries >> n ^ entries >> (n ^ 1 << k)) & 1 for n in range(16))]


def table_fuses(module, place, number_of_entry):
    """Inputs that the table ignores are high, whatever hangs on them: they have been left out of the Verilog."""
    row, col, number = place
    primitive = module.primitives[f"R{row}C{col}_LUT4_{number}"]
    ignored = ignored_inputs(int(primitive.params["INIT"][4:], 16))
    entries = [n for n in range(16) if all(n >> k & 1 for k in ignored)]
    entry = entries[number_of_entry % len(entries)]
    top = sum(database[k, 0].height for k in range(row - 1))
    left = sum(database[0, k].width for k in range(col - 1))
    return [(top + k, left + j) for k, j in database[row - 1, col - 1].bels[f"LUT{number}"].flags[entry]]


def memory_fuses(bitstream, word):
    bitmap = bslib.read_bitstream(bitstream)[0]
    blocks = [place for _, place in sorted(ram_places.items()) if any(initial_words(bitmap, database, *place))]
    return [list(initial_places(database, *blocks[word // 1024]))[word % 1024][9]]


def flip(bitstream, flipped, fuses):
    lines = open(bitstream).read().split("\n")
    first = next(k for k, line in enumerate(lines) if len(line) > 1000)  # the first frame
    for row, col in fuses:
        frame = first + row
        line = lines[frame]
        at = len(line) - 64 - 1 - col
        line = line[:at] + ("1" if line[at] == "0" else "0") + line[at + 1:]
        data = bytes(int(line[k:k + 8], 2) for k in range(0, len(line), 8))
        before = lines[frame - 1]
        tail = bytes(int(before[k:k + 8], 2) for k in range(len(before) - 48, len(before), 8))
        crc = bslib.make_crc16_arc()(tail + data[:-8])
        lines[frame] = line[:-64] + f"{crc & 0xFF:08b}{crc >> 8:08b}" + line[-48:]
    with open(flipped, "w") as file:
        file.write("\n".join(lines))


def main():
    bitstream, device, pins, package, output, *bit = sys.argv[1:]

    def write(module, _):
        if not bit:
            Writer(module, output, bitstream, pins_of(pins), package).write()
        elif bit[0] == "table":
            place = register_table(module, pins_of(pins), package)
            flip(bitstream, output, table_fuses(module, place, int(bit[1])))
        else:
            flip(bitstream, output, memory_fuses(bitstream, int(bit[1])))

    codegen.Module.write = write
    sys.argv = ["gowin_unpack", "-d", device, bitstream, "-o", "/dev/null"]
    unpack.main()


if __name__ == "__main__":
    main()
