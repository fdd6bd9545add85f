"""Validates files against the JSON Schemas that a running mock serves: validate_files.py URL SEED…"""

import json
import sys
from urllib.request import urlopen

from jsonschema import Draft202012Validator

url, *seeds = sys.argv[1:]


def get(path):
    return json.load(urlopen(f"{url}/__mock{path}"))


def validator(name):
    schema = get(f"/schemas/{name}.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


seed, world, state = validator("seed"), validator("world"), validator("state")
for path in seeds:
    with open(path, encoding="utf-8") as text:
        seed.validate(json.load(text))
for invalid in [{"user": []}, {"users": [{}]}, {"users": [{"username": "a", "state": "gone"}]}]:
    assert not seed.is_valid(invalid), invalid
assert seed.is_valid({"$schema": url, "users": []})

exported = get("/worlds/default/export")
world.validate(exported)
state.validate(get("/state"))
assert not world.is_valid({**exported, "state": {}})
assert not state.is_valid({"format": 2, "worlds": [exported]})
