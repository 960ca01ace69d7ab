"""Prints the properties of the resource types that pipec makes, as compiler/src/cfn/properties.json has them.

It runs in the Python of tests/tools/lint.txt: the schemas are those that cfn-lint carries.
"""

import json
import sys
from importlib.metadata import version
from pathlib import Path

import cfnlint

SCHEMAS = Path(cfnlint.__file__).parent / "data/schemas"


def words(schema):
    """JSON's words for what a value may be; none where the schema does not say."""
    kind = schema.get("type")
    return kind if isinstance(kind, list) else [kind] if kind else []


def shape(schema, root, seen=()):
    """What a value may be: words, a list of one shape, or a mapping of shapes."""
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
    """The schema of a type in us-east-1."""
    names = json.loads((SCHEMAS / "providers/us-east-1.json").read_text())
    return json.loads((SCHEMAS / "resources" / names[kind]).with_suffix(".json").read_text())


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
    print("\n".join(lines(sorted(sys.argv[1:]))))
