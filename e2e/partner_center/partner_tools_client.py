"""`ms-partner-tools`: it lists customers, creates batches and adds to them, lists devices, and asks for the link of a request."""

from partner_tools import PartnerTools
from partner_tools.auth import AuthInfo

from journey import call, patiently, token, told

# What its own kinds of sign-in ask for.
SCOPE = "https://api.partnercenter.microsoft.com/user_impersonation"


class PasswordGrant(AuthInfo):
    """A sign-in of our own in the place that the client leaves for it: its own ones go to one fixed address."""

    def __init__(self, facts):
        super().__init__(enable_cache=False)
        self.granted = token(facts, 2, person=True, scope=SCOPE)

    def _get_token(self):
        return self.granted["access_token"]


def whole(device):
    """A device as the client's documentation wants it: what is not known is an empty text."""
    names = ["hardwareHash", "productKey", "serialNumber", "modelName", "oemManufacturerName"]
    return {name: device.get(name, "") for name in names}


def main():
    facts = told()
    client = PartnerTools(auth_info=PasswordGrant(facts))
    # There is no setting for the address: this is where the client keeps it.
    client._api_client._base = facts["address"]
    customer, batch = facts["customer"], facts["batch"]
    service = client.customer
    call("customers", service.get_customers)
    first, more = [[whole(one) for one in facts[name]] for name in ("devices", "more")]
    call("create-batch", lambda: service.enroll_devices(first, customer, batch))
    call("add-devices", lambda: service.enroll_devices(more, customer, batch))
    # The client follows no job.
    wanted = facts["registered"]
    patiently(lambda: service.get_devices(customer, batch), lambda found: len(found) == wanted)
    call("devices", lambda: service.get_devices(customer, batch))
    call("devices-unknown-batch", lambda: service.get_devices(customer, "no such batch"))
    call("relationship-request", service.get_relationship_request_url)


main()
