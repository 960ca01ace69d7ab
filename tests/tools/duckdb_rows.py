"""Answers queries of many rows: reads a JSON list of [[statement, ...], [query, ...]] on standard input, and prints a JSON
list of the rows of each query, or of the error. Timestamps come as milliseconds since 1970."""

import datetime
import decimal
import json
import sys

import duckdb

EPOCH = datetime.datetime(1970, 1, 1)
CONFIG = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1}


def plain(value):
    if isinstance(value, datetime.datetime):
        return str((value - EPOCH) // datetime.timedelta(milliseconds=1))
    return str(value) if isinstance(value, (decimal.Decimal, int)) and not isinstance(value, bool) else value


def answer(connection, statements, queries):
    try:
        for statement in statements:
            connection.execute(statement)
        return [[[plain(it) for it in row] for row in connection.execute(query).fetchall()] for query in queries]
    except duckdb.Error as error:
        return {"error": str(error)}


with duckdb.connect(":memory:", config=CONFIG) as connection:
    json.dump([answer(connection, *it) for it in json.load(sys.stdin)], sys.stdout)
