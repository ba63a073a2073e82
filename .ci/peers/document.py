"""The document that all servers serve, and a form of it without what one of them cannot read."""

import copy
import json
import subprocess

REFERENCE = "#/components/"


def bundle(signon, provider, specs, url):
    """The provider's document in one piece, with the server that records requests."""
    command = [signon, "bundle", "--json", str(specs / provider)]
    document = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    document["servers"] = [{"url": url}]
    return document


def target(document, reference):
    kind, name = reference.removeprefix(REFERENCE).split("/")
    return document["components"][kind][name]


def simplified(document):
    """The document with references to parameters resolved, and each schema that refers to itself free-form."""
    document = copy.deepcopy(document)
    for name, schema in document["components"]["schemas"].items():
        if f"{REFERENCE}schemas/{name}" in reached(document, schema):
            schema.clear()
            schema["type"] = "object"
    for item in document["paths"].values():
        for holder in [item, *(value for value in item.values() if isinstance(value, dict))]:
            for index, parameter in enumerate(holder.get("parameters", [])):
                if "$ref" in parameter:
                    holder["parameters"][index] = target(document, parameter["$ref"])
    return document


def reached(document, schema):
    """The references that a schema leads to."""
    found, work = set(), [schema]
    while work:
        value = work.pop()
        if isinstance(value, list):
            work.extend(value)
        elif isinstance(value, dict):
            work.extend(value.values())
            reference = value.get("$ref")
            if isinstance(reference, str) and reference not in found:
                found.add(reference)
                work.append(target(document, reference))
    return found


def headers(document):
    """The names of the headers that operations document."""
    parameters = list(document["components"].get("parameters", {}).values())
    for item in document["paths"].values():
        for holder in [item, *(value for value in item.values() if isinstance(value, dict))]:
            parameters.extend(holder.get("parameters", []))
    return {parameter["name"].lower() for parameter in parameters if parameter.get("in") == "header"}
