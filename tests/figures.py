#!/usr/bin/env python3
"""Measures the shipped binary as a whole process and prints the README's figures.

Usage: cargo build --release && python3 tests/figures.py [RUNS]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PIPEC = os.path.join(ROOT, "target", "release", "pipec")


def run(arguments):
    """Wall seconds, CPU seconds and peak memory in bytes of one process."""
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(arguments)} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def figures(name, runs, command):
    """One line: medians with least and greatest."""
    command(), command()
    taken = [command() for _ in range(runs)]
    wall, cpu, memory = ([it[index] for it in taken] for index in range(3))

    def shown(values, factor, unit):
        return f"{statistics.median(values) * factor:8.2f} {unit} ({min(values) * factor:.2f}-{max(values) * factor:.2f})"

    print(f"{name:34} wall {shown(wall, 1e3, 'ms')}  cpu {shown(cpu, 1e3, 'ms')}  memory {shown(memory, 1e-6, 'MB')}")
    return statistics.median(wall)


def many(archives):
    """A spec of six resources for each archive."""
    lines = ["version: 1", "pipeline: many", "schemas:", "  event: { id: varchar(36) not null }", "streams:"]
    lines += ["  events: { schema: event, partition_key: id }", "cold:"]
    lines += [f"  branch_{it}: {{ from: events, to: files_{it} }}" for it in range(archives)]
    lines += ["sinks:"]
    lines += [f"  files_{it}: {{ s3: {{}} }}" for it in range(archives)]
    return "\n".join(lines) + "\n"


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    if not os.path.exists(PIPEC):
        sys.exit("there is no release binary: run `cargo build --release` first")
    seed = os.path.join(ROOT, "specs", "high-transactions.yaml")
    with tempfile.TemporaryDirectory() as folder:
        count = [0]

        def fresh(spec):
            def command():
                count[0] += 1
                return run([PIPEC, "compile", spec, "--out", os.path.join(folder, str(count[0]))])

            return command

        figures("compile, into an empty folder", runs, fresh(seed))
        figures("check", runs, lambda: run([PIPEC, "check", seed]))
        per_resource = []
        for archives in (20, 40, 82):
            spec = os.path.join(folder, f"many-{archives}.yaml")
            with open(spec, "w", encoding="utf-8") as file:
                file.write(many(archives))
            wall = figures(f"check, {archives * 6} resources", max(runs // 3, 5), lambda: run([PIPEC, "check", spec]))
            per_resource.append(f"{wall * 1e6 / (archives * 6):.0f}")
        print(f"microseconds a resource: {', '.join(per_resource)}")


if __name__ == "__main__":
    main()
