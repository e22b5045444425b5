"""Sends requests made from the description of the interface, and holds every answer to it.

Reads one JSON object from standard input:

    address, tenant, client, secret     as the journeys are told
    customer                            a customer with devices
    leaving                             a customer whose relationship may end
    users                               name and password of people, by what they may do
    description                         the file of the description
    seed, examples                      from where chance begins, and how many requests chance makes of a call

and writes one JSON line a caller: who, how many requests, the calls that were carried out, and what did not hold.
"""

import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
    "positive_data_acceptance",
    "unsupported_method",
    "allow_header_conformance",
    "ignored_auth",
]
# Left out: `missing_required_header`, because no header is required; `use_after_free` and `ensure_resource_availability`, because
# devices exist only once a job registered them; `object_level_authorization`, which the tests of the interface itself have by name.

# Calls that may refuse a request although it is as described, and why.
REFUSING = {
    "customer.delete": "there are no sandboxes, so it always refuses",
    "customer.list": "tokens of pages are those that were given, and a filter is JSON",
    "device.list": "tokens of pages are those that were given",
    "device-batch.create": "a group tag is one of the customer's, and a batch is called neither . nor .. nor spaces",
    "relationship-request.get": "a reseller is one of the caller's",
    "token.v1": "what a grant needs depends on the grant",
    "token.v2": "what a grant needs depends on the grant",
}
RESOURCE = "https://api.partnercenter.microsoft.com"
# Longer than one caller's requests take, with more for more requests; whatever hangs is ended and told.
SECONDS = 120
SECONDS_PER_EXAMPLE = 5
# More than one page of a batch, so that there is a token of the next one.
DEVICES = 130


def asked(facts, method, path, body=None, token=None, form=None):
    """One call of ours: what it gives, and where it says that the rest is."""
    data = None
    headers = {"Accept": "application/json"}
    if body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    if form is not None:
        data, headers["Content-Type"] = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
    if token:
        headers["Authorization"] = "Bearer " + token
    request = urllib.request.Request(facts["address"] + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        text = answer.read().decode()
        return json.loads(text) if text else None, answer.headers.get("Location")


def token_of(facts, user=None):
    form = {
        "client_id": facts["client"],
        "client_secret": facts["secret"],
        "resource": RESOURCE,
        "grant_type": "client_credentials",
    }
    if user:
        form.update({"grant_type": "password", "username": user[0], "password": user[1]})
    return asked(facts, "POST", f"/{facts['tenant']}/oauth2/token", form=form)[0]["access_token"]


def finished(facts, token, location):
    """The id of work, once it is done."""
    until = time.monotonic() + SECONDS
    while not asked(facts, "GET", "/v1" + location, token=token)[0]["status"].startswith("finished"):
        if time.monotonic() > until:
            raise TimeoutError(location)
        time.sleep(0.1)
    return location.rsplit("/", 1)[1]


def pages(facts, path, token):
    """All items of a list, and the token of its second page."""
    items, second, more = [], None, None
    while True:
        headers = {"Authorization": "Bearer " + token, **({"MS-ContinuationToken": more} if more else {})}
        with urllib.request.urlopen(urllib.request.Request(facts["address"] + path, headers=headers)) as answer:
            page = json.load(answer)
        items += page["items"]
        more = page.get("continuationToken")
        second = second or more
        if not more:
            return items, second


def prepared(facts, token, name):
    """What requests of one caller name: things that exist, so that calls are carried out and not only refused."""
    base = f"/v1/customers/{facts['customer']}"
    batch = f"Of {name}"
    devices = [
        {"serialNumber": f"{name}-{number}", "oemManufacturerName": "Nordfjell", "modelName": "Polar 14"}
        for number in range(DEVICES)
    ]
    _, location = asked(facts, "POST", base + "/deviceBatches", {"batchId": batch, "devices": devices}, token)
    tracking = [finished(facts, token, location)]
    found, second = pages(facts, f"{base}/deviceBatches/{urllib.parse.quote(batch)}/devices", token)
    devices = [device["id"] for device in found]
    policies = []
    for number in range(3):
        policy = {"name": f"Policy {number}", "policySettings": ["skip_eula"]}
        policies.append(asked(facts, "POST", base + "/policies", policy, token)[0]["id"])
    choice = [{"key": "o_o_b_e", "value": policies[0]}]
    changes = {"devices": [{"id": devices[0], "policies": choice}]}
    _, location = asked(facts, "PATCH", base + "/DevicePolicyUpdates", changes, token)
    tracking.append(finished(facts, token, location))
    customers = asked(facts, "GET", "/v1/customers?size=1", token=token)[0]["continuationToken"]
    return {
        "batch": batch,
        "devices": devices,
        "policies": policies,
        "choice": choice,
        "tracking": tracking,
        "devices-page": second,
        "customers-page": customers,
    }


class Chance(list):
    """Values that are not given as examples."""


def named(facts, things):
    """Values of parameters, everywhere and of single calls: what one call deletes, the others do not name."""
    devices, policies = things["devices"], things["policies"]
    ids = [str(uuid.uuid5(uuid.NAMESPACE_OID, f"{facts['seed']} {things['batch']} {number}")) for number in range(5)]
    everywhere = {
        "customer-id": [facts["customer"]],
        "batch-id": [things["batch"]],
        "device-id": devices[:2],
        "policy-id": policies[:2],
        "tracking-id": things["tracking"],
        "tenant": [facts["tenant"], "common"],
        # Of chance alone, so that repetitions are some and not all.
        "MS-RequestId": Chance(ids + ["no id"]),
        "X-Locale": ["sv", "he-IL", "tlh"],
        "size": [0, 1, 2],
        "filter": ['{"Field":"CompanyName","Value":"R","Operator":"starts_with"}'],
    }
    single = {
        "device.delete": {"device-id": devices[2:14]},
        "policy.delete": {"policy-id": policies[2:]},
        "customer.end-relationship": {"customer-id": facts["leaving"]},
        "customer.list": {"MS-ContinuationToken": [things["customers-page"]]},
        "device.list": {"MS-ContinuationToken": [things["devices-page"]]},
    }
    return everywhere, single


def bodies(facts, things):
    """A body of each call that takes one, which is carried out."""
    device = {"serialNumber": "Given-1", "oemManufacturerName": "Nordfjell", "modelName": "Polar 14"}
    program = {"grant_type": "client_credentials", "client_id": facts["client"], "client_secret": facts["secret"]}
    policy = {"name": "Given", "category": "o_o_b_e", "description": "", "policySettings": ["skip_eula"]}
    return {
        "device-batch.create": {"batchId": "Given", "devices": [device]},
        "device-batch.add": [device],
        "device.update": {"policies": things["choice"]},
        "policy.assign": {"devices": [{"id": things["devices"][1], "policies": things["choice"]}]},
        "policy.create": policy,
        "policy.update": policy,
        "customer.end-relationship": {"relationshipToPartner": "none"},
        "token.v1": program,
        "token.v2": {**program, "scope": RESOURCE + "/.default"},
        "token.second-hop": {"grant_type": "jwt_token"},
        "token.second-hop-v3": {"grant_type": "jwt_token"},
    }


def closed(description):
    """Allows no member in an answer but those that are described."""
    schemas = description["components"]["schemas"]

    def close(part, seen):
        if isinstance(part, list):
            for one in part:
                close(one, seen)
        elif isinstance(part, dict):
            name = part.get("$ref", "").removeprefix("#/components/")
            if name and name not in seen:
                seen.add(name)
                kind, _, name = name.partition("/")
                close(description["components"][kind][name], seen)
            if part.get("type") == "object" and "properties" in part:
                part["additionalProperties"] = False
            for one in part.values():
                close(one, seen)

    for operation in operations(description):
        close(operation["responses"], set())
    assert "additionalProperties" not in schemas["NewDevice"], "what is sent may have more members"


def operations(description):
    for path in description["paths"].values():
        for method, operation in path.items():
            if method != "parameters":
                yield operation


def call_of(operation):
    """A call by its name; by PATCH it is the same as by the other method."""
    return operation["operationId"].removesuffix("-by-patch")


def exemplified(description, everywhere, single, bodies):
    """The description with examples of things that exist."""
    components = description["components"]["parameters"]

    def resolved(parameter):
        return components[parameter["$ref"].rsplit("/", 1)[1]] if "$ref" in parameter else parameter

    for path in description["paths"].values():
        shared = path.get("parameters", [])
        for operation in (operation for method, operation in path.items() if method != "parameters"):
            own = operation.get("parameters", [])
            values = {**everywhere, **single.get(call_of(operation), {})}
            operation["parameters"] = copy.deepcopy([resolved(parameter) for parameter in shared + own])
            for parameter in operation["parameters"]:
                value = values.get(parameter["name"])
                if value is not None and not isinstance(value, Chance):
                    parameter["example"] = value[0] if isinstance(value, list) else value
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content["example"] = bodies[call_of(operation)]
        path.pop("parameters", None)


def configuration(description, everywhere, single):
    """The same things for the requests that chance makes, most of the time, and which checks do not hold where."""

    def quoted(value):
        return json.dumps(value, ensure_ascii=False)

    places = {parameter["name"]: parameter["in"] for one in operations(description) for parameter in one["parameters"]}
    dictionaries, shared, own = ["[dictionaries]"], ["[parameters]"], []

    def line(name, values, often):
        if not isinstance(values, list):
            # Always this one: requests also name what answers told, and no other customer may leave.
            return f"{quoted(places[name] + '.' + name)} = {quoted(values)}"
        key = f"d{len(dictionaries)}"
        dictionaries.append(f"{key} = {{ values = {quoted(values)} }}")
        return f'{quoted(places[name] + "." + name)} = {{ dictionary = "{key}", probability = {often} }}'

    for name, values in everywhere.items():
        often = 0.9 if places[name] == "path" else 0.3
        shared.append(line(name, values, often))
    for call in sorted({call_of(operation) for operation in operations(description)}):
        if call in REFUSING or call in single:
            own += ["[[operations]]", f"include-operation-id = {quoted([call, call + '-by-patch'])}"]
        if call in REFUSING:
            own.append(f"checks.positive_data_acceptance.enabled = false # {REFUSING[call]}")
        if call in single:
            own.append("[operations.parameters]")
            own += [line(name, values, 0.7) for name, values in single[call].items()]
    checks = ["[checks]", "enabled = false"] + [f"{check}.enabled = true" for check in CHECKS]
    return "\n".join(checks + dictionaries + shared + own) + "\n"


def run(facts, token, directory):
    """Sends one caller's requests."""
    report = directory / "report.ndjson"
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(directory / "schemathesis.toml"),
        "run", str(directory / "description.json"), "--url", facts["address"],
        "--phases", "examples,coverage,fuzzing", "--max-examples", str(facts["examples"]), "--seed", str(facts["seed"]),
        "--generation-database", "none", "--no-color", "--warnings", "off", "--max-failures", "20",
        # So that what is printed can be sent again.
        "--output-sanitize", "false",
        "--report", "ndjson", "--report-ndjson-path", str(report),
        # With several the generator breaks down, and the order of requests is another one each time.
        "--workers", "1",
    ]
    if token:
        command += ["--header", "Authorization: Bearer " + token]
    seconds = SECONDS + SECONDS_PER_EXAMPLE * facts["examples"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=directory, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        wrong = f"seed {facts['seed']}: no end within {seconds} seconds\n{error.stdout}"
        return {"requests": 0, "carried_out": [], "wrong": wrong}
    requests, carried_out = 0, set()
    # There is no report when it did not begin.
    lines = report.read_text().splitlines() if report.exists() else []
    for event in map(json.loads, lines):
        recorder = event.get("ScenarioFinished", {}).get("recorder", {})
        for sent in recorder.get("interactions", {}).values():
            requests += 1
            if sent["response"] and sent["response"]["status_code"] < 300:
                carried_out.add(recorder["label"])
    wrong = "" if done.returncode == 0 else f"seed {facts['seed']}\n{done.stdout[-12000:]}{done.stderr[-4000:]}"
    return {"requests": requests, "carried_out": sorted(carried_out), "wrong": wrong}


def main():
    facts = json.load(sys.stdin)
    admin = token_of(facts, facts["users"]["admin agent"])
    callers = {"nobody": None, "program alone": token_of(facts)}
    for name, user in facts["users"].items():
        callers[name] = token_of(facts, user)
    for name, token in callers.items():
        begun = time.monotonic()
        things = prepared(facts, admin, name)
        description = json.loads(pathlib.Path(facts["description"]).read_text())
        everywhere, single = named(facts, things)
        closed(description)
        exemplified(description, everywhere, single, bodies(facts, things))
        with tempfile.TemporaryDirectory() as directory:
            directory = pathlib.Path(directory)
            (directory / "description.json").write_text(json.dumps(description))
            (directory / "schemathesis.toml").write_text(configuration(description, everywhere, single))
            seen = run(facts, token, directory)
        print(json.dumps({"caller": name, "seconds": round(time.monotonic() - begun, 1), **seen}), flush=True)


main()
