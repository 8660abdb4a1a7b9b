"""From single measurements to medians, to tables on the terminal and to files."""

import json
import statistics

from rows import COMPILE_AT_MOST, PEERS, ROWS


def summarize(measurements):
    """Gives {row: {peer: {"median", "min", "max", "unit", ...}}}."""
    summary = {}
    for one in measurements:
        cell = summary.setdefault(one["row"], {}).setdefault(one["peer"], {"values": []})
        cell["values"].append(one["value"])
        cell["unit"] = one["unit"]
        for fault in ("out_of_order", "early"):
            cell[fault] = max(cell.get(fault, 0), one.get(fault, 0))
    for peers in summary.values():
        for cell in peers.values():
            cell["median"] = statistics.median(cell["values"])
            cell["min"] = min(cell["values"])
            cell["max"] = max(cell["values"])
    return summary


def write(folder, environment, measurements, summary):
    """results.json has everything; results.tsv a line for each cell."""
    everything = {"machine": environment, "medians": summary, "goals": list(goals(summary)), "measurements": measurements}
    (folder / "results.json").write_text(json.dumps(everything, indent=1) + "\n", encoding="utf-8")
    lines = ["row\tpeer\tunit\tmedian\tmin\tmax\tvalues"]
    for row, peers in summary.items():
        for peer, cell in peers.items():
            figures = [cell["median"], cell["min"], cell["max"]]
            values = " ".join(f"{value:.6g}" for value in cell["values"])
            lines.append("\t".join([row, peer, cell["unit"], *(f"{figure:.6g}" for figure in figures), values]))
    (folder / "results.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def number(value):
    """Three figures that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(title, header, lines):
    """Prints lines of cells; the first column stands left, the others right."""
    if not lines:
        return
    widths = [max(len(line[column]) for line in [header, *lines]) for column in range(len(header))]
    print(f"\n{title}")
    for line in [header, *lines] if any(header) else lines:
        first, *others = (cell.ljust(width) if column == 0 else cell.rjust(width)
                          for column, (cell, width) in enumerate(zip(line, widths)))
        print("  ".join([first, *others]).rstrip())


def figures_of(summary, write_cell):
    """The header and the lines of a table of rows by peers."""
    rows = [row for row in ROWS if row.name in summary]
    peers = [peer for peer in PEERS if any(peer in summary[row.name] for row in rows)]
    lines = []
    for row in rows:
        cells = [summary[row.name].get(peer) for peer in peers]
        lines.append([row.name, row.unit, *(write_cell(cell) if cell else "" for cell in cells)])
    return ["", "", *peers], lines


def judge(row, ratio, bound, at_most, words):
    """One goal: what was aimed at, what was measured, and whether that is enough."""
    short = ratio / bound - 1 if at_most else 1 - ratio / bound
    return {"row": row, "goal": words, "measured": ratio, "met": short <= 0, "missed_by_percent": max(0, short) * 100}


def goals(summary):
    """Each goal for which there are figures."""
    def median(row, peer):
        return summary.get(row, {}).get(peer, {}).get("median")

    for row in ROWS:
        rondo = median(row.name, "rondo")
        limit = median(row.name, "limit")
        if not rondo:
            continue
        if row.at_most_limit and limit:
            words = f"at most {row.at_most_limit:g} x limit"
            yield judge(row.name, rondo / limit, row.at_most_limit, True, words)
        for peer, factor in row.at_least.items():
            if median(row.name, peer):
                words = f"{peer} at least {factor:g} x rondo"
                yield judge(row.name, median(row.name, peer) / rondo, factor, False, words)
        if row.at_most:
            yield judge(row.name, rondo, row.at_most, True, f"at most {row.at_most:g} {row.unit}")

    greet, plain, asio = (median(f"compile-{name}", "rondo") for name in ("greet", "plain", "asio"))
    if greet and plain:
        words = f"at most {COMPILE_AT_MOST:g} x compile-plain beyond it"
        yield judge("compile-greet", greet / plain - 1, COMPILE_AT_MOST, True, words)
        if asio:
            yield judge("compile-greet", greet - plain, asio - plain, True, "at most what asio takes more")


def show(environment, rounds, quick, summary):
    """Prints everything."""
    print(", ".join(f"{name}: {value}" for name, value in environment.items()))
    if quick:
        print("A quick run: too few operations for the figures to mean anything.")

    header, lines = figures_of(summary, lambda cell: number(cell["median"]))
    table(f"Medians of {rounds}", header, lines)
    if rounds > 1:
        header, lines = figures_of(summary, lambda cell: f"{number(cell['min'])}-{number(cell['max'])}")
        table("Least and most", header, lines)
    show_ratios(summary)
    for row, peers in summary.items():
        for peer, cell in peers.items():
            if cell["out_of_order"] or cell["early"]:
                print(f"{row}, {peer}: {cell['out_of_order']:,} fired after a later one; "
                      f"of one in 256 looked at, {cell['early']:,} before their time")

    besides = [name for name in summary if name not in {row.name for row in ROWS}]
    lines = [[name, number(summary[name]["rondo"]["median"]), summary[name]["rondo"]["unit"]] for name in besides]
    table("Sizes and compile times", ["", "", ""], lines)

    if quick:
        return
    lines = []
    for goal in goals(summary):
        verdict = "met" if goal["met"] else f"missed by {goal['missed_by_percent']:.0f} %"
        lines.append([goal["row"], goal["goal"], number(goal["measured"]), verdict])
    table("Goals", ["", "", "measured", ""], lines)


def show_ratios(summary):
    """Rondo against the limit, and each peer against rondo."""
    peers = [peer for peer in PEERS if peer not in ("rondo", "limit")]
    lines = []
    for row in ROWS:
        cells = summary.get(row.name, {})
        if "rondo" not in cells:
            continue
        rondo = cells["rondo"]["median"]
        line = [row.name, number(rondo / cells["limit"]["median"]) if "limit" in cells else ""]
        line += [number(cells[peer]["median"] / rondo) if peer in cells else "" for peer in peers]
        lines.append(line)
    table("Ratios: rondo to the limit, each peer to rondo", ["", "rondo/limit", *(f"{peer}/" for peer in peers)], lines)
