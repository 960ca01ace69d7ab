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


def many(streams):
    """A spec of nine resources for each stream."""
    lines = ["version: 1", "pipeline: many", "schemas:", "  event: { id: varchar(36) not null }", "streams:"]
    lines += [f"  events_{it}: {{ schema: event, partition_key: id }}" for it in range(streams)]
    lines += ["hot:"]
    lines += [f"  branch_{it}: {{ from: events_{it}, where: id <> '', to: [a_{it}, b_{it}] }}" for it in range(streams)]
    lines += ["sinks:"]
    lines += [f"  {queue}_{it}: {{ sqs: {{}} }}" for it in range(streams) for queue in "ab"]
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
        for streams in (10, 25, 45):
            spec = os.path.join(folder, f"many-{streams}.yaml")
            with open(spec, "w", encoding="utf-8") as file:
                file.write(many(streams))
            wall = figures(f"check, {streams * 9} resources", max(runs // 3, 5), lambda: run([PIPEC, "check", spec]))
            per_resource.append(f"{wall * 1e6 / (streams * 9):.0f}")
        print(f"microseconds a resource: {', '.join(per_resource)}")


if __name__ == "__main__":
    main()
