"""The page of the last `make bench`: its figures as plots, drawn by gnuplot, and as tables."""

import html
import json
import subprocess
import sys

from book import TOP
from fragments import picture, raw

RESULTS = TOP / "build/bench/results.json"
sys.path.insert(0, str(TOP / "tests/bench"))
from rows import PEERS, ROWS  # noqa: E402  what is measured, as the benchmark itself has it
from report import number  # noqa: E402

NOT_MEASURED = """# The benchmark {#benchmark}

**Not measured here yet.** Say `make bench` (it takes some minutes), then `make docs` again: this page will show what was
measured, on this machine. Figures of another machine would not be true here.
"""

PLOT = """
set terminal svg size 640,{height} dynamic font "sans-serif,14" background "{background}"
set output "{output}"
set logscale x
set xrange [{least}:{most}]
set yrange [{last}:-0.6]
set border 0
unset key
set xtics nomirror tc rgb "#555555" format "%g"
set grid xtics lc rgb "#d8d5ce" lt 1
set ytics nomirror scale 0 ({names})
set bars 0.6
set lmargin 12
set rmargin 8
$data << EOD
{data}
EOD
plot $data using 2:1:3:4 with xerrorbars lc rgb "#8a857b" lw 1.5 pt 0, \\
     $data using 2:1:5 with points pt 7 ps 0.9 lc rgb variable, \\
     $data using 4:1:6 with labels left offset 1,0 tc rgb "#333333"
"""


def draw(row, cells, output):
    """One row as a plot: a point for each peer's median, a line from its least to its most."""
    peers = [peer for peer in PEERS if peer in cells]
    data = [f'{place} {cells[peer]["median"]} {cells[peer]["min"]} {cells[peer]["max"]} '
            f'{0xb5452c if peer == "rondo" else 0x3a6ea5} "{number(cells[peer]["median"])}"'
            for place, peer in enumerate(peers)]
    script = PLOT.format(
        height=60 + 26 * len(peers), output=output, background="#fbfaf7", last=len(peers) - 0.4,
        least=min(cells[peer]["min"] for peer in peers) / 1.5, most=max(cells[peer]["max"] for peer in peers) * 2.5,
        names=", ".join(f'"{peer}" {place}' for place, peer in enumerate(peers)), data="\n".join(data))
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def table(header, lines):
    """A table in Markdown."""
    rows = [header, ["---"] + ["--:"] * (len(header) - 1), *lines]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def page(folder, results=RESULTS):
    """The page; its pictures go into the folder."""
    if not results.exists():
        return NOT_MEASURED
    measured = json.loads(results.read_text(encoding="utf-8"))
    machine, medians = measured["machine"], measured["medians"]
    rows = [row for row in ROWS if row.name in medians]
    out = ["# The benchmark {#benchmark}", "", "[TOC]", "",
           f"Measured on {machine['date'][:10]} at {machine['date'][11:16]} UTC on {machine['processor']}, "
           f"{machine['cores']} cores, {machine['system']}, with {machine['compiler']} and {machine['python']}, by `make bench`. "
           "Each point is a median, the line through it goes from the least to the most that was measured. Less is better, "
           "and the axis is logarithmic. *limit* is a loop stripped bare, the least that a row can cost when its rules are kept.", ""]
    for row in rows:
        file = f"benchmark-{row.name}.svg"
        draw(row, medians[row.name], folder / file)
        figures = ", ".join(f"{peer} {number(medians[row.name][peer]['median'])}" for peer in PEERS if peer in medians[row.name])
        text = html.escape(f"{row.name}, {row.unit}: {figures}")
        out += [f"## {row.name} {{#benchmark-{row.name}}}", "", f"{row.what[0].upper()}{row.what[1:]}; {row.unit}.", "",
                raw(picture(file, text)), ""]
    peers = [peer for peer in PEERS if any(peer in medians[row.name] for row in rows)]
    figures = [[f"`{row.name}` ({row.unit})"] + [number(medians[row.name][peer]["median"]) if peer in medians[row.name] else ""
                                             for peer in peers] for row in rows]
    goals = [[f"`{goal['row']}`: {goal['goal']}", number(goal["measured"]),
              "met" if goal["met"] else f"missed by {goal['missed_by_percent']:.0f} %"] for goal in measured["goals"]]
    out += ["## All medians {#benchmark-medians}", "", table(["", *peers], figures), "",
            "## Goals {#benchmark-goals}", "", table(["goal", "measured", ""], goals), ""]
    return "\n".join(out)
