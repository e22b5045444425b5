"""Sends requests made from the description of the interface, and holds every answer to it.

Reads from standard input where to go, as whom, and with what; prints one JSON line a caller: who, whether everything held, and what
was said otherwise.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
]
# Left out on purpose: `negative_data_rejection`, because unknown members, keys in any capitals and null are taken as published
# clients send them; `use_after_free` and `ensure_resource_availability`, because devices exist only once a job registered them.


def asked(method, url, body=None, token=None, form=False):
    data = None
    headers = {}
    if body is not None:
        data = (urllib.parse.urlencode(body) if form else json.dumps(body)).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded" if form else "application/json"
    if token:
        headers["Authorization"] = "Bearer " + token
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
        return json.loads(text) if text else None


def token_of(facts, user=None):
    form = {
        "client_id": facts["client"],
        "client_secret": facts["secret"],
        "resource": "https://api.partnercenter.microsoft.com",
        "grant_type": "client_credentials",
    }
    if user:
        form.update({"grant_type": "password", "username": user[0], "password": user[1]})
    url = f"{facts['address']}/{facts['tenant']}/oauth2/token"
    return asked("POST", url, form, form=True)["access_token"]


def quoted(text):
    return json.dumps(text)


def configuration(facts, policy):
    """What the requests name: things that exist, so that calls are carried out and not only refused."""
    named = {
        "path.customer-id": facts["customer"],
        "path.batch-id": facts["batch"],
        "path.policy-id": policy,
        "path.tenant": facts["tenant"],
    }
    lines = ["[parameters]"] + [f"{quoted(name)} = {quoted(value)}" for name, value in named.items()]
    return "\n".join(lines) + "\n"


def run(facts, token, examples, directory):
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(directory / "schemathesis.toml"),
        "run", facts["description"], "--url", facts["address"], "--checks", ",".join(CHECKS),
        "--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--seed", "1",
        "--generation-database", "none", "--no-color", "--workers", "2", "--max-failures", "20",
        # What ends the relationship would end everything after it.
        "--exclude-operation-id", "customer.end-relationship",
    ]
    if token:
        command += ["--header", "Authorization: Bearer " + token]
    done = subprocess.run(command, capture_output=True, text=True, cwd=directory)
    return done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def main():
    facts = json.load(sys.stdin)
    base = f"{facts['address']}/v1/customers/{facts['customer']}"
    admin = token_of(facts, facts["users"]["admin agent"])
    asked("POST", f"{base}/deviceBatches", {"batchId": facts["batch"], "devices": facts["devices"]}, admin)
    policy = asked("POST", f"{base}/policies", {"name": "Standard", "policySettings": ["skip_eula"]}, admin)["id"]
    callers = {"nobody": None, "app alone": token_of(facts)}
    for name, user in facts["users"].items():
        callers[name] = token_of(facts, user)
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        (directory / "schemathesis.toml").write_text(configuration(facts, policy))
        for name, token in callers.items():
            examples = 4 if name == "nobody" else 8
            holds, said = run(facts, token, examples, directory)
            print(json.dumps({"caller": name, "holds": holds, "said": said}), flush=True)


main()
