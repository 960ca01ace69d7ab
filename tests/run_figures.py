#!/usr/bin/env python3
"""Measures `pipec run`, `pipec test` and `pipec produce` as whole processes, beside DuckDB and jq on the same files.

Usage: cargo build --release && tests/run --tools && TMPDIR=/dev/shm python3 tests/run_figures.py [RUNS]

All run on one core (`taskset -c 0`), in turns, and what they write is compared. The files are made by `pipec produce`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PIPEC = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "pipec")
PYTHON = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "tools/duckdb/bin/python")
TRANSACTIONS = os.path.join(ROOT, "specs", "high-transactions.yaml")
TRADES = os.path.join(ROOT, "specs", "stock-trading.yaml")
RECORDS = 1_000_000
MANY = 20_000_000
NOW = "2026-01-01T00:02:00Z"
TESTS = 50

DUCKDB = """
import sys, duckdb
connection = duckdb.connect(":memory:", config={"threads": 1, "autoinstall_known_extensions": False})
connection.execute(sys.argv[1])
"""

# Every column is given a type, as the pipeline's schema does.
FILTER = """COPY (SELECT transactionId, name, city, "transaction", bankId, createdAt, "transaction" + 500 AS customEnrichment
FROM read_json('{source}', format = 'newline_delimited', columns = {{transactionId: 'VARCHAR', name: 'VARCHAR', age: 'INTEGER',
address: 'VARCHAR', city: 'VARCHAR', state: 'VARCHAR', "transaction": 'INTEGER', bankId: 'VARCHAR', createdAt: 'TIMESTAMP'}})
WHERE "transaction" > 9000) TO '{target}' (FORMAT json)"""

WINDOW = """COPY (WITH trades AS (SELECT TICKER, PRICE, epoch_ms(EVENT_TIME) AS t FROM read_json('{source}',
format = 'newline_delimited', columns = {{EVENT_TIME: 'TIMESTAMP', TICKER: 'VARCHAR', PRICE: 'DECIMAL(10,2)'}})),
entered AS (SELECT TICKER, PRICE, t - t % 30000 - nth * 30000 AS window_start FROM trades CROSS JOIN range(2) r(nth))
SELECT TICKER, epoch_ms(window_start) AS window_start, epoch_ms(window_start + 60000) AS window_end, max(PRICE) AS highest,
count(*) AS trades FROM entered GROUP BY TICKER, window_start HAVING max(PRICE) > 50.00) TO '{target}' (FORMAT json)"""

JQ = """select(.transaction != null and .transaction > 9000) | {transactionId, name, city, transaction, bankId, createdAt,
customEnrichment: (.transaction + 500)}"""


def measured(command, target=os.devnull):
    """Wall and CPU seconds, and the peak of memory in MB, of a process on one core."""
    began = time.perf_counter()
    with open(target, "wb") as out:
        process = subprocess.Popen(["taskset", "-c", "0", *command], stdout=out, stderr=subprocess.PIPE)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed: {said.decode()}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def produced(spec, count, target, *options):
    figures = measured([PIPEC, "produce", spec, "--count", str(count), "--seed", "7", *options], target)
    print(f"produce {os.path.basename(spec)}: {count / figures[1] / 1e6:.2f} M records a CPU second, {figures[2]:.0f} MB")


def rows(path, left_out=()):
    """The rows of a file of JSON Lines, as values that compare whatever wrote them."""

    def plain(key, value):
        if isinstance(value, str) and key in ("createdAt", "window_start", "window_end"):
            return value.replace(" ", "T").rstrip("Z").removesuffix(".000").removesuffix("000")
        return value.normalize() if isinstance(value, Decimal) else value

    with open(path, encoding="utf-8") as file:
        objects = [json.loads(it, parse_float=Decimal, parse_int=Decimal) for it in file]
    return sorted(sorted((k, str(plain(k, v))) for k, v in it.items() if k not in left_out) for it in objects)


def shown(values, scale=1.0, digits=2):
    scaled = [it * scale for it in values]
    return f"{statistics.median(scaled):.{digits}f} ({min(scaled):.{digits}f}-{max(scaled):.{digits}f})"


def side_by_side(folder, name, commands, runs, left_out=()):
    """Runs each command in turns, compares what they write, and prints their rates and ratios."""
    taken = {key: [] for key in commands}
    for _ in range(runs):
        for key, (command, target) in commands.items():
            taken[key].append(measured(command, target if key != "duckdb" else os.devnull))
    ours = rows(commands["pipec"][1], left_out)
    for key, (_, target) in commands.items():
        if rows(target, left_out) != ours:
            sys.exit(f"{name}: what {key} writes differs")
    print(f"{name}: {RECORDS} records, {len(ours)} rows, the same from all")
    for key, values in taken.items():
        rates = shown([RECORDS / it[1] / 1e6 for it in values])
        ratios = shown([it[1] / ours[1] for it, ours in zip(values, taken["pipec"])], digits=1)
        print(f"  {key:7} {rates} M records a CPU second, wall {shown([it[0] for it in values])} s, "
              f"{max(it[2] for it in values):.0f} MB, {ratios} times the CPU")


def many_tests(folder):
    """A spec with so many tests."""
    with open(TRANSACTIONS, encoding="utf-8") as file:
        head = file.read().split("\ntests:")[0]
    test = """  test_{0}:
    given:
      transactions:
        - {{ transactionId: a, transaction: {1}, createdAt: 2026-01-01T00:00:00Z }}
        - {{ transactionId: b, transaction: 8999, createdAt: 2026-01-01T00:00:01Z }}
    expect:
      abnormals: [ {{ transactionId: a, customEnrichment: {2} }} ]
"""
    path = os.path.join(folder, "many.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + "\ntests:\n" + "".join(test.format(it, 9001 + it, 9501 + it) for it in range(TESTS)))
    return path


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        def at(name):
            return os.path.join(folder, name)

        produced(TRANSACTIONS, RECORDS, at("transactions.jsonl"))
        produced(TRADES, RECORDS, at("trades.jsonl"), "--stream", "trades", "--rate", "500", "--out-of-order", "0.2")
        run = [PIPEC, "run", TRANSACTIONS, "--input", at("transactions.jsonl"), "--sink", "abnormal_alerts", "--now", NOW]
        side_by_side(folder, "filter", {
            "pipec": (run, at("pipec.jsonl")),
            "duckdb": ([PYTHON, "-c", DUCKDB, FILTER.format(source=at("transactions.jsonl"), target=at("duckdb.jsonl"))],
                       at("duckdb.jsonl")),
            "jq": (["jq", "-c", JQ, at("transactions.jsonl")], at("jq.jsonl")),
        }, runs, left_out=("inspectedAt",))
        run = [PIPEC, "run", TRADES, "--input", at("trades.jsonl"), "--sink", "highest_prices"]
        side_by_side(folder, "sliding window", {
            "pipec": (run, at("pipec.jsonl")),
            "duckdb": ([PYTHON, "-c", DUCKDB, WINDOW.format(source=at("trades.jsonl"), target=at("duckdb.jsonl"))],
                       at("duckdb.jsonl")),
        }, runs)
        few = measured(run, at("few.jsonl"))[2]
        produced(TRADES, MANY, at("trades.jsonl"), "--stream", "trades", "--rate", "500", "--out-of-order", "0.2")
        wall, cpu, memory = measured(run, at("many.jsonl"))
        print(f"memory: {few:.1f} MB for {RECORDS} trades, {memory:.1f} MB for {MANY} ({MANY / cpu / 1e6:.2f} M a CPU second)")
        walls = [measured([PIPEC, "test", many_tests(folder)])[0] for _ in range(20)]
        print(f"test: {TESTS} tests in {shown(walls, 1000, 1)} ms")


if __name__ == "__main__":
    main()
