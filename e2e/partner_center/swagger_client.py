"""`partnercenterservices`: every call about devices, policies, customers and relationships that it has.

It was generated from the published description of the interface, which named its methods.
"""

from urllib.parse import quote

import adal
import requests
from microsoft.store.partnercenterservices import MicrosoftPartnerStoreApis, models
from msrest.authentication import BasicTokenAuthentication
from msrestazure.azure_active_directory import AdalAuthentication

from journey import RESOURCE, Front, call, patiently, plain, token, told

VERSION = "1"
NOBODY = "00000000-0000-4000-8000-000000000000"
Device = models.MicrosoftPartnerSdkContractsV1DeviceDeploymentDevice
Policy = models.MicrosoftPartnerSdkContractsV1DeviceDeploymentConfigurationPolicy
Customer = models.MicrosoftPartnerSdkContractsV1Customer
Assignment = getattr(
    models,
    "SystemCollectionsGenericKeyValuePairMicrosoftPartnerSdkContractsV1"
    "DeviceDeploymentPolicyCategorySystemString",
)


def devices(given):
    """Devices in the client's own form."""
    return [
        Device(
            serial_number=one.get("serialNumber"),
            product_key=one.get("productKey"),
            hardware_hash=one.get("hardwareHash"),
            model_name=one.get("modelName"),
            oem_manufacturer_name=one.get("oemManufacturerName"),
        )
        for one in given
    ]


def answer(raw):
    """What a caller who asked for the raw answer sees of it."""
    headers = {name.lower(): value for name, value in raw.response.headers.items()}
    kept = ["location", "ms-requestid", "ms-correlationid", "ms-cv", "www-authenticate"]
    return {
        "status": raw.response.status_code,
        **{name: headers[name] for name in kept if name in headers},
        "value": plain(raw.output),
        "body": raw.response.text,
    }


def apart(name, method, *arguments, **options):
    """One call whose caller looks at the raw answer."""
    return call(name, lambda: answer(method(*arguments, VERSION, raw=True, **options)))


def plainly(name, method, *arguments, **options):
    """One call whose caller takes the value that the client made of the answer."""
    return call(name, lambda: method(*arguments, VERSION, **options))


class Beside:
    """Requests without the client, which show what the service answers where the client loses it."""

    def __init__(self, front, access_token, customer):
        self.base = f"{front.address}/v1/customers/{customer}"
        self.headers = {"Authorization": f"Bearer {access_token}"}

    def ask(self, name, method, path, body=None):
        """One request and its answer."""

        def asked():
            found = requests.request(method, self.base + path, headers=self.headers, json=body)
            body_seen = found.json() if found.content else None
            return {"status": found.status_code, **dict(found.headers.lower_items()), "body": body_seen}

        return call(f"{name}-beside", asked)


def finished(name, program, customer, accepted):
    """Follows a job by its address until it is done, and gives the ids of the devices that it registered or changed."""
    tracking = accepted["location"].split("/")[4]
    status = program.getvversioncustomerscustomer.id3
    details = patiently(
        lambda: status(customer, tracking, VERSION),
        lambda found: found is None or found.status not in ("queued", "processing"),
    )
    plainly(name, status, customer, tracking)
    rows = details.devices_status if details else []
    return [row.device_id for row in rows if row.status == "finished"]


def looks_around(program, person, customer):
    """Customers and relationships."""
    plainly("customers", program.getvversioncustomersfilterfilter.value)
    search = '{"Field":"CompanyName","Value":"reederei","Operator":"starts_with"}'
    plainly("customers-search", program.getvversioncustomersfilterfilter.value, filter=search, size=0)
    plainly("customer", program.getvversioncustomerscustomer.id, customer)
    plainly("customer-unknown", program.getvversioncustomerscustomer.id, NOBODY)
    apart("customer-unknown-apart", program.getvversioncustomerscustomer.id, NOBODY)
    request = (
        "getvversioncustomersrelationshiprequestsindirect_cloud_solution_provider_id"
        "indirect_cloud_solution_provider_id"
    )
    apart("relationship-request-app", getattr(program, request).value)
    plainly("relationship-request", getattr(person, request).value)
    plainly("customer-relationships", person.getvversioncustomerscustomer.idrelationships, customer)
    kind = "IsIndirectCloudSolutionProviderOf"
    relationships = person.getvversionrelationshipsrelationship.value
    plainly("relationships", relationships, relationship_type=kind)


def registers(program, person, beside, facts):
    """A batch, and more devices for it; gives the ids of all."""
    customer, batch = facts["customer"], facts["batch"]
    get, post = program.getvversioncustomerscustomer, program.postvversioncustomerscustomer
    new = {"batch_id": batch, "devices": devices(facts["devices"])}
    apart("create-batch-app", post.iddevice_batches, customer, **new)
    create = person.postvversioncustomerscustomer.iddevice_batches
    accepted = apart("create-batch", create, customer, **new)
    found = finished("batch-status", program, customer, accepted)
    more = devices(facts["more"])
    accepted = apart("add-devices", post.iddevices, customer, batch, more)
    found += finished("add-status", program, customer, accepted)
    apart("add-devices-unknown-batch", post.iddevices, customer, "no such batch", more)
    plainly("batches", get.iddevice_batches, customer)
    beside.ask("batches", "GET", "/deviceBatches")
    plainly("devices", get.iddevices, customer, batch)
    beside.ask("devices", "GET", f"/deviceBatches/{quote(batch)}/devices")
    return found


def assigns(program, beside, facts, found):
    """A policy from its creation to its assignment."""
    customer, batch = facts["customer"], facts["batch"]
    get, put = program.getvversioncustomerscustomer, program.putvversioncustomerscustomer
    new = Policy(
        name="Classroom",
        category="o_o_b_e",
        description="for pupils",
        policy_settings=["skip_eula", "remove_oem_preinstalls"],
    )
    policy = plainly("create-policy", program.postvversioncustomerscustomer.idpolicies, customer, new)
    policy.name, policy.policy_settings = "Classroom 2", ["oobe_user_not_local_admin"]
    plainly("update-policy", put.id1, customer, policy.id, policy)
    plainly("policies", get.idpolicies, customer)
    beside.ask("policies", "GET", "/policies")

    update = program.patchvversioncustomerscustomer.id_device_policy_updates
    assignment = Assignment()
    assignment.key, assignment.value = "o_o_b_e", policy.id
    chosen = [Device(id=one, policies=[assignment]) for one in found[:2]]
    accepted = apart("assign-policy", update, customer, devices=chosen)
    if "location" in accepted:
        finished("assign-policy-status", program, customer, accepted)
    published = [{"key": "o_o_b_e", "value": policy.id}]
    body = {"devices": [{"id": one, "policies": published} for one in found[:2]]}
    accepted = beside.ask("assign-policy", "PATCH", "/DevicePolicyUpdates", body)
    finished("assign-policy-beside-status", program, customer, accepted)
    device = f"/deviceBatches/{quote(batch)}/devices/{found[2]}"
    plainly("update-device", put.id, customer, batch, found[2], Device(policies=[assignment]))
    beside.ask("update-device", "PUT", device, {"policies": published})
    # What says nothing about policies changes none.
    plainly("update-device-nothing", put.id, customer, batch, found[2], Device(id=found[2]))
    apart("update-device-model", put.id, customer, batch, found[2], Device(model_name="Other"))
    plainly("policy", get.id4, customer, policy.id)
    return policy


def leaves(program, person, facts, found, policy):
    """Deletes what was made, and ends the relationship."""
    customer, batch, delete = facts["customer"], facts["batch"], program.deletevversioncustomerscustomer
    for name, one in [("delete-device", found[0]), ("delete-device-again", found[0])]:
        apart(name, delete.id3, customer, batch, one)
    apart("delete-policy-assigned", delete.id4, customer, policy.id)
    for one in found[1:]:
        delete.id3(customer, batch, one, VERSION)
    apart("delete-policy", delete.id4, customer, policy.id)
    plainly("policy-gone", program.getvversioncustomerscustomer.id4, customer, policy.id)
    end = Customer(relationship_to_partner="none")
    apart("end-relationship-app", program.patchvversioncustomerscustomer.id, customer, end)
    apart("end-relationship", person.patchvversioncustomerscustomer.id, customer, end)
    plainly("customers-after", program.getvversioncustomersfilterfilter.value)


def main():
    facts = told()
    front, client, secret = Front(facts), facts["client"], facts["secret"]
    # The client takes its tokens from its vendor's library of those years, which insists on TLS.
    authority = adal.AuthenticationContext(
        f"{front.address}/{facts['tenant']}", validate_authority=False
    )
    acquire = authority.acquire_token_with_client_credentials
    alone = call("token", lambda: acquire(RESOURCE, client, secret))
    granted = call("token-user", lambda: token(facts, 1, person=True))
    refresh, first = authority.acquire_token_with_refresh_token, granted["refresh_token"]
    call("token-refreshed", lambda: refresh(first, client, RESOURCE, secret))

    def using(credentials):
        return MicrosoftPartnerStoreApis(credentials, front.address)

    program = using(AdalAuthentication(acquire, RESOURCE, client, secret))
    person = using(BasicTokenAuthentication(granted))
    call("generate-token", lambda: answer(program.postgeneratetoken("jwt_token", raw=True)))
    nobody = using(BasicTokenAuthentication({"access_token": "made up"}))
    plainly("customers-made-up-token", nobody.getvversioncustomersfilterfilter.value)
    apart("customers-made-up-token-apart", nobody.getvversioncustomersfilterfilter.value)
    beside = Beside(front, alone["accessToken"], facts["customer"])
    looks_around(program, person, facts["customer"])
    found = registers(program, person, beside, facts)
    policy = assigns(program, beside, facts, found)
    leaves(program, person, facts, found, policy)


main()
