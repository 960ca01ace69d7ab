"""Prints the properties of the resource types that pipec makes, as compiler/src/cfn/properties.json has them.

With --schemas it prints the schemas that they are made of, by type. It runs in the Python of tests/tools/lint.txt: the
schemas are those that cfn-lint carries.
"""

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import cfnlint

SCHEMAS = Path(cfnlint.__file__).parent / "data/schemas"

# Bounds of a schema that are wide of what holds for us, with those that hold.
CLOSER = {
    # More is for functions on instances of a capacity provider, which an override may not make of a function.
    ("AWS::Lambda::Function", "MemorySize"): {"maximum": 10240},
    ("AWS::Lambda::Function", "Timeout"): {"maximum": 900},
}

# The bounds that each type of JSON has.
BOUNDS = {
    "integer": ("minimum", "maximum"),
    "number": ("minimum", "maximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
}

# What regex-lite does not have: looking around, flags, Unicode's classes; and the \Z of Python, which ECMA has not.
BEYOND = re.compile(r"\(\?(?!:)|\\[pPZ]")


def words(schema):
    """JSON's words for what a value may be; none where the schema does not say."""
    kind = schema.get("type")
    return kind if isinstance(kind, list) else [kind] if kind else []


def is_telling(pattern):
    """Whether a pattern can be asked and says anything: one without anchors that finds the empty text is everywhere."""
    if BEYOND.search(pattern):
        return False
    return "^" in pattern or "$" in pattern or not re.search(pattern, "")


def bounds(schema, kind):
    """The bounds of a value of one type, as far as they exclude anything."""
    least, most = (schema.get(it) for it in BOUNDS.get(kind, (None, None)))
    choices = schema.get("enum", [schema["const"]] if "const" in schema else None)
    pattern = schema.get("pattern")
    if least is not None and (least > 0 or kind in ("integer", "number")):
        yield "least", least
    if most is not None:
        yield "most", most
    if choices and kind != "boolean":
        yield "choices", choices
    if pattern and kind == "string" and is_telling(pattern):
        yield "pattern", pattern


def shape(schema, root, seen=()):
    """What a value may be: words, a list of one shape, or a mapping of shapes; `$` is what bounds stand beside."""
    inner = plain(schema, root, seen)
    kind = "array" if isinstance(inner, list) else inner
    found = dict(bounds(schema, kind)) if isinstance(kind, str) else {}
    return {"$": inner, **found} if found else inner


def plain(schema, root, seen):
    """The same, without this value's own bounds."""
    if "$ref" in schema:
        reference = schema["$ref"]
        if reference in seen:
            return "any"
        target = root
        for part in reference.lstrip("#/").split("/"):
            target = target[part]
        return shape(target, root, seen + (reference,))
    kinds = words(schema)
    if not kinds:
        for key in ("oneOf", "anyOf"):
            shapes = [shape(it, root, seen) for it in schema.get(key, []) if "type" in it or "$ref" in it]
            if shapes and all(isinstance(it, str) for it in shapes):
                return "|".join(sorted({word for it in shapes for word in it.split("|")}))
        if "properties" in schema:
            kinds = ["object"]
        elif schema.get("enum"):
            kinds = ["string"]
        else:
            return "any"
    if kinds == ["object"]:
        inside = schema.get("properties")
        return {key: shape(it, root, seen) for key, it in sorted(inside.items())} if inside else "object"
    if kinds == ["array"]:
        return [shape(schema.get("items", {}), root, seen)]
    return "|".join(sorted(kinds))


def resource(kind):
    """The schema of a type in us-east-1, with the bounds that hold for us."""
    names = json.loads((SCHEMAS / "providers/us-east-1.json").read_text())
    schema = json.loads((SCHEMAS / "resources" / names[kind]).with_suffix(".json").read_text())
    for (_, key), closer in (it for it in CLOSER.items() if it[0][0] == kind):
        schema["properties"][key].update(closer)
    return schema


def lines(kinds):
    """The extract, a property a line."""
    date = json.loads((SCHEMAS / "version.json").read_text())["schema_date"][:10]
    carrier = f"cfn-lint {version('cfn-lint')}"
    source = f"the CloudFormation resource schemas of us-east-1 that {carrier} carries"
    yield "{"
    yield f'  "source": {json.dumps(source)},'
    yield f'  "date": "{date}",'
    yield '  "types": {'
    for number, kind in enumerate(kinds):
        schema = resource(kind)
        paths = [it.removeprefix("/properties/").replace("/", ".") for it in schema.get("readOnlyProperties", [])]
        yield f'    "{kind}": {{'
        yield f'      "read_only": {json.dumps(sorted(paths))},'
        yield '      "properties": {'
        properties = sorted(schema["properties"].items())
        for at, (key, value) in enumerate(properties):
            comma = "," if at + 1 < len(properties) else ""
            yield f'        "{key}": {json.dumps(shape(value, schema))}{comma}'
        yield "      }"
        yield "    }," if number + 1 < len(kinds) else "    }"
    yield "  }"
    yield "}"


if __name__ == "__main__":
    kinds = sorted(it for it in sys.argv[1:] if it != "--schemas")
    print(json.dumps({it: resource(it) for it in kinds}) if "--schemas" in sys.argv else "\n".join(lines(kinds)))
