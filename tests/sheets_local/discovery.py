"""Google's discovery documents as a judge: every answer of the embedded sheet has to be one Google could give."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from kaizen.sheets_local import LocalSheets, Request, Response

_DOCUMENTS = ("sheets.v4", "drive.v3")
_HEADS = {"sheets.v4": "/", "drive.v3": "/drive/v3/"}


@cache
def document(name: str) -> dict[str, Any]:
    """Return one of the documents that ship with google-api-python-client."""
    folder = files("googleapiclient.discovery_cache") / "documents"
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a discovery schema as JSON Schema that lets no unknown name through."""
    if "$ref" in schema:
        return {"$ref": f"#/$defs/{schema['$ref']}"}
    out: dict[str, Any] = {}
    if schema["type"] != "any":
        out["type"] = schema["type"]
    if "enum" in schema:
        out["enum"] = schema["enum"]
    if schema["type"] == "array":
        out["items"] = strict(schema["items"])
    if "properties" in schema or (schema["type"] == "object" and "additionalProperties" not in schema):
        out["properties"] = {name: strict(inner) for name, inner in schema.get("properties", {}).items()}
        out["additionalProperties"] = False
    if "additionalProperties" in schema:
        out["additionalProperties"] = strict(schema["additionalProperties"])
    return out


@cache
def validator(name: str, message: str) -> Draft202012Validator:
    """Return the judge of one kind of message."""
    definitions = {key: strict(schema) for key, schema in document(name)["schemas"].items()}
    whole = {"$schema": Draft202012Validator.META_SCHEMA["$id"], "$ref": f"#/$defs/{message}", "$defs": definitions}
    assert validator_for(whole) is Draft202012Validator
    return Draft202012Validator(whole)


@cache
def calls() -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    """Return every call of the documents: document, method, path and the message of its answer."""
    found: list[tuple[str, str, re.Pattern[str], str]] = []

    def walk(name: str, node: dict[str, Any]) -> None:
        for method in node.get("methods", {}).values():
            path = re.escape(_HEADS[name]) + re.sub(
                r"\\\{.*?\\\}", "[^/:]+", re.escape(method.get("flatPath", method["path"]))
            )
            found.append((name, method["httpMethod"], re.compile(path), method.get("response", {}).get("$ref", "")))
        for inner in node.get("resources", {}).values():
            walk(name, inner)

    for name in _DOCUMENTS:
        walk(name, document(name))
    return tuple(sorted(found, key=lambda call: -len(call[2].pattern)))


def judge(request: Request, response: Response) -> None:
    """Hold an answer of 2xx to the document; anything else has to be Google's error body."""
    if response.status >= 300:
        error = response.body["error"]
        assert error["code"] == response.status
        assert error["message"]
        return
    # a range in the path may hold colons; they are what the pattern forbids
    path = re.sub(r"(/values/)(.+?)(:append|:clear|$)", r"\1range\3", request.path)
    name, message = next(
        (name, message)
        for name, method, pattern, message in calls()
        if method == request.method and pattern.fullmatch(path)
    )
    if not message:
        assert response.content() == b""
        return
    errors = [f"{error.json_path}: {error.message}" for error in validator(name, message).iter_errors(response.body)]
    assert not errors, errors


class JudgedSheets(LocalSheets):
    """The embedded sheet with Google's documents looking at every answer."""

    def handle(self, request: Request) -> Response:
        response = super().handle(request)
        judge(request, response)
        return response
