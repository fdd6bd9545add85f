"""Validates seeds against the JSON Schema that a running mock serves: validate_seeds.py URL FILE…"""

import json
import sys
from urllib.request import urlopen

from jsonschema import Draft202012Validator

url, *files = sys.argv[1:]
schema = json.load(urlopen(url))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for file in files:
    with open(file, encoding="utf-8") as text:
        validator.validate(json.load(text))
for invalid in [{"user": []}, {"users": [{}]}, {"users": [{"username": "a", "state": "gone"}]}]:
    assert not validator.is_valid(invalid), invalid
assert validator.is_valid({"$schema": url, "users": []})
