#!/usr/bin/env python3
"""Measures the seed's shipped function as a whole process and prints the README's figures.

Usage: pipec build specs/high-transactions.yaml && python3 tests/function_figures.py [RUNS]

It makes its own records. The Python handler beside it does for a record what the blog post's function and SQL do: parse,
compare, build the item, write it as JSON. Nothing here calls AWS; a server on loopback says yes to everything.
"""

import base64
import http.server
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ZIP = os.path.join(ROOT, "generated", "high-transactions", "bootstrap.zip")
RECORDS = 400_000
BATCH = 10_000
LIMIT = 9000
NOW = "2026-01-01T00:02:00.000Z"

PYTHON_HANDLER = f"""
import json, sys
for line in sys.stdin.buffer:
    data = json.loads(line)
    if data["transaction"] is not None and data["transaction"] > {LIMIT}:
        item = {{
            "transactionId": data["transactionId"],
            "name": data["name"],
            "city": data["city"],
            "transaction": data["transaction"],
            "bankId": data["bankId"],
            "createdAt": data["createdAt"],
            "customEnrichment": data["transaction"] + 500,
            "inspectedAt": "{NOW}",
        }}
        print('{{"branch":"abnormal","row":' + json.dumps(item, separators=(",", ":")) + "}}")
"""


def record(chance, at, amount=None):
    """A record as the blog post's producer makes it: 240 bytes or so."""
    moment = f"2026-01-01T{at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}.{at % 1000:03}Z"
    value = {
        "transactionId": f"{chance.getrandbits(128):032x}",
        "name": chance.choice(("Ada Lovelace", "Grace Hopper", "Emmy Noether", "Lise Meitner")),
        "age": chance.randint(18, 85),
        "address": f"{chance.randint(1, 9999)} Main Street, Apartment {chance.randint(1, 99)}",
        "city": chance.choice(("Lisbon", "Oslo", "Vienna", "Tallinn")),
        "state": chance.choice(("North", "South", "East", "West")),
        "transaction": chance.randint(1000, 10000) if amount is None else amount,
        "bankId": f"{chance.randint(1, 10):08}",
        "createdAt": moment,
    }
    return json.dumps(value, separators=(",", ":")).encode()


def shown(values, digits=1):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def cpu_seconds(command, environment, source, target):
    """CPU seconds of a process from one file to another."""
    with open(source, "rb") as read, open(target, "wb") as write:
        process = subprocess.Popen(command, env=environment, stdin=read, stdout=write)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime


def rates(bootstrap, folder, runs):
    """Records a second of a core, ours and Python's in turns, and whether they write the same."""
    chance = random.Random(1)
    source = os.path.join(folder, "records.jsonl")
    with open(source, "wb") as file:
        file.writelines(record(chance, it) + b"\n" for it in range(RECORDS))
    ours, theirs = os.path.join(folder, "ours"), os.path.join(folder, "theirs")
    environment = {"THRESHOLD_HIGH_TRANSACTION": str(LIMIT), "PIPEC_NOW": NOW}
    taken = {"function": [], "python": []}
    for _ in range(runs):
        taken["function"].append(cpu_seconds([bootstrap], environment, source, ours))
        taken["python"].append(cpu_seconds([sys.executable, "-c", PYTHON_HANDLER], {}, source, theirs))
    with open(ours, "rb") as left, open(theirs, "rb") as right:
        same = left.read() == right.read()
    size = os.path.getsize(source) / RECORDS
    print(f"{RECORDS} records of {size:.0f} bytes, nine columns checked; the same rows written: {same}")
    for name, seconds in taken.items():
        print(f"  {name:10} {shown([RECORDS / it / 1e6 for it in seconds], 2)} M records a CPU second")
    pairs = [right / left for left, right in zip(taken["function"], taken["python"])]
    print(f"  python needs {shown(pairs)} times the CPU of the function")


class Yes(http.server.BaseHTTPRequestHandler):
    """AWS that takes everything."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        if "x-amz-target" in self.headers:
            answer, kind = b"{}", "application/x-amz-json-1.0"
        else:
            ids = re.findall(r"member\.\d+\.Id=(\d+)", body)
            members = "".join(f"<member><Id>{it}</Id><MessageId>m</MessageId></member>" for it in ids)
            result = f"<PublishBatchResult><Successful>{members}</Successful><Failed/></PublishBatchResult>"
            answer, kind = f"<PublishBatchResponse>{result}</PublishBatchResponse>".encode(), "text/xml"
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


class Runtime(http.server.BaseHTTPRequestHandler):
    """Lambda's Runtime API: hands out the server's events and keeps the answers."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.polled.append(time.perf_counter())
        event = next(self.server.events, None)
        if event is None:
            self.server.ended.set()
            threading.Event().wait(3600)
        self.send_response(200)
        self.send_header("lambda-runtime-aws-request-id", "r")
        self.send_header("lambda-runtime-deadline-ms", str(int(time.time() * 1000) + 900_000))
        self.send_header("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-west-1:111122223333:function:f")
        self.send_header("content-length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def do_POST(self):
        answer = self.rfile.read(int(self.headers["content-length"]))
        if json.loads(answer) != {"batchItemFailures": []}:
            # From a thread nothing less ends the process.
            print(f"the function answered {answer}", file=sys.stderr)
            os._exit(1)
        self.send_response(202)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def serve(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"127.0.0.1:{server.server_address[1]}"


def invoked(bootstrap, events):
    """Seconds from the process's start to its first poll, and its peak memory in MB behind these events."""
    runtime, api = serve(Runtime)
    runtime.events, runtime.polled, runtime.ended = iter(events), [], threading.Event()
    aws, address = serve(Yes)
    environment = {
        "AWS_LAMBDA_RUNTIME_API": api,
        "AWS_LAMBDA_FUNCTION_NAME": "f",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_ENDPOINT_URL": f"http://{address}",
        "PIPEC_STREAM": "transactions",
        "PIPEC_DEAD_LETTERS": "letters",
        "TABLE_ABNORMALS": "t",
        "TOPIC_ABNORMAL_ALERTS": "arn:aws:sns:eu-west-1:111122223333:t",
        "THRESHOLD_HIGH_TRANSACTION": str(LIMIT),
    }
    started = time.perf_counter()
    process = subprocess.Popen([bootstrap], env=environment, stdout=subprocess.DEVNULL)
    runtime.ended.wait()
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        peak = int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) * 1024 / 1e6
    process.kill()
    process.wait()
    runtime.shutdown()
    aws.shutdown()
    return runtime.polled[0] - started, peak


def payload(amount):
    """An event of 10,000 records and 6 MB."""
    chance = random.Random(2)
    records = []
    for at in range(BATCH):
        records.append({
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "k",
                "sequenceNumber": f"{at:056}",
                "data": base64.b64encode(record(chance, at, amount)).decode(),
                "approximateArrivalTimestamp": 1795345956.313,
            },
            "eventID": f"shardId-000000000000:{at:056}",
        })
    return json.dumps({"Records": records}).encode()


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    if not os.path.exists(ZIP):
        sys.exit("there is no zip: run `pipec build specs/high-transactions.yaml` first")
    print(f"zip {os.path.getsize(ZIP) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(ZIP) as archive:
            archive.extract("bootstrap", folder)
        bootstrap = os.path.join(folder, "bootstrap")
        os.chmod(bootstrap, 0o755)
        print(f"start to first poll {shown([invoked(bootstrap, [])[0] * 1e3 for _ in range(max(runs, 20))])} ms")
        quiet, loud = payload(1000), payload(9500)
        print(f"payload of {BATCH} records, {len(quiet) / 1e6:.1f} MB")
        print(f"  peak memory behind 1 with no row kept: {invoked(bootstrap, [quiet])[1]:.1f} MB")
        print(f"  peak memory behind 1 with every row kept: {invoked(bootstrap, [loud])[1]:.1f} MB")
        for count in (10, 100, 1000):
            peak = invoked(bootstrap, [quiet] * count)[1]
            print(f"  peak memory behind {count} with no row kept: {peak:.1f} MB")
        rates(bootstrap, folder, runs)


if __name__ == "__main__":
    main()
