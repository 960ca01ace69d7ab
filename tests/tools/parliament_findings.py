"""Prints parliament's findings on each policy named as an argument, as one JSON object: path -> findings.

Its own command writes a log beside everybody else's in the system's temporary folder, and takes commas apart.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import parliament  # noqa: E402


def findings(path):
    with open(path, encoding="utf-8") as file:
        policy = parliament.analyze_policy_string(file.read(), path, config=parliament.config)
    return [
        {"issue": it.issue, "detail": str(it.detail), "location": str(it.location.get("string", it.location))}
        for it in policy.findings
    ]


json.dump({path: findings(path) for path in sys.argv[1:]}, sys.stdout, indent=1)
