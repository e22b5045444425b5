"""What the journeys share.

A journey reads one JSON object from standard input:

    address             where the service answers, without TLS
    front               a free port, on which the service answers with TLS while the journey runs
    tenant              the partner's id
    client, secret      an app registration of the partner
    user, password      somebody who works there
    customer            the customer's id
    batch               the name of a new batch
    devices, more       devices for it and devices to be added, as JSON of the interface
    registered          how many of them can be registered

and writes one JSON line for each call: its name, and either what the client's caller got or what was raised.
"""

import asyncio
import datetime
import ipaddress
import json
import os
import pathlib
import ssl
import sys
import tempfile
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from oauthlib.oauth2 import BackendApplicationClient, LegacyApplicationClient
from requests_oauthlib import OAuth2Session

# What tokens are for, as clients of the published service ask for it.
RESOURCE = "https://api.partnercenter.microsoft.com"
# Longer than any job of these journeys takes.
PATIENCE_SECONDS = 60


def told():
    """What standard input says."""
    return json.load(sys.stdin)


def plain(value):
    """A client's value as JSON."""
    if hasattr(value, "as_dict"):
        return value.as_dict()
    if hasattr(value, "dict"):
        return value.dict()
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def call(name, act):
    """Makes one call of a client, says what its caller saw, and gives that."""
    try:
        result = act()
    except Exception as error:  # whatever a client raises is what its caller sees
        say(name, raised=type(error).__name__, message=str(error))
        return None
    say(name, result=plain(result))
    return result


def say(name, **seen):
    """Writes one line."""
    print(json.dumps({"call": name, **seen}, default=str), flush=True)


def patiently(poll, is_done):
    """What `poll` gives once it is done."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        found = poll()
        if is_done(found) or time.monotonic() > until:
            return found
        time.sleep(0.2)


def token(facts, version, person=False, scope=None):
    """A token from the endpoint of this version: of the program alone, or of a person who uses it."""
    path = "oauth2/token" if version == 1 else "oauth2/v2.0/token"
    if person:
        client = LegacyApplicationClient(facts["client"])
        who = {"username": facts["user"], "password": facts["password"]}
    else:
        client, who = BackendApplicationClient(facts["client"]), {}
    what = {"resource": RESOURCE} if version == 1 else {"scope": scope}
    # Without this the library refuses to send a secret without TLS, which is right everywhere but on one machine.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    # The granted scope may be spelled otherwise than the one asked for.
    os.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"
    return OAuth2Session(client=client).fetch_token(
        f"{facts['address']}/{facts['tenant']}/{path}",
        client_id=facts["client"],
        client_secret=facts["secret"],
        include_client_id=True,
        **who,
        **what,
    )


class Front:
    """TLS before the service, as operators have it: a certificate for `localhost` that this process trusts."""

    def __init__(self, facts):
        self.directory = tempfile.TemporaryDirectory(prefix="taxiway-front-")
        path = pathlib.Path(self.directory.name) / "front.pem"
        path.write_bytes(certificate())
        # The clients' HTTP library takes its authorities from here.
        os.environ["REQUESTS_CA_BUNDLE"] = str(path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        host, port = facts["address"].removeprefix("http://").split(":")
        self.address = f"https://localhost:{facts['front']}"
        ready = threading.Event()

        async def pump(reader, writer):
            try:
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
            except OSError:
                pass  # one end hung up, with or without TLS saying so, which ends the other
            finally:
                writer.close()

        async def forward(reader, writer):
            inner_reader, inner_writer = await asyncio.open_connection(host, int(port))
            await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

        async def listen():
            server = await asyncio.start_server(forward, "127.0.0.1", facts["front"], ssl=context)
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(listen()), daemon=True).start()
        if not ready.wait(10):
            raise RuntimeError("the front does not listen")


def certificate():
    """A key and a certificate of its own for this machine, in one PEM text."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    private = key.private_bytes(
        form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + built.public_bytes(form)
