"""Reads a JSON list of pairs of YAML texts, and prints what PyYAML, which reads YAML 1.1, says of each pair:
"same", "differs", or "refused" where it does not read the first; as a JSON list."""

import json
import sys

import yaml


def tree(node):
    if isinstance(node, yaml.MappingNode):
        return [node.tag, [[tree(key), tree(value)] for key, value in node.value]]
    if isinstance(node, yaml.SequenceNode):
        return [node.tag, [tree(item) for item in node.value]]
    return None if node is None else [node.tag, node.value]


def judged(before, after):
    try:
        wanted = tree(yaml.compose(before, Loader=yaml.SafeLoader))
    except yaml.YAMLError:
        return "refused"
    try:
        return "same" if tree(yaml.compose(after, Loader=yaml.SafeLoader)) == wanted else "differs"
    except yaml.YAMLError:
        return "differs"


json.dump([judged(before, after) for before, after in json.load(sys.stdin)], sys.stdout)
