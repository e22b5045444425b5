"""The libraries by which clients take their tokens today, of their vendor and without any setting for Taxiway but the address."""

import azure.identity
import msal
import requests

from journey import RESOURCE, Front, call, token, told


def customers(front, access_token):
    """What the token is good for."""
    headers = {"Authorization": f"Bearer {access_token}"}
    return requests.get(f"{front.address}/v1/customers", headers=headers).json()["totalCount"]


def main():
    facts = told()
    front = Front(facts)
    authority, scope = f"{front.address}/{facts['tenant']}", f"{RESOURCE}/.default"
    library = call("discovery", lambda: vendor(facts, authority))
    granted = call("msal-app", lambda: library.acquire_token_for_client([scope]))
    call("msal-app-customers", lambda: customers(front, granted["access_token"]))
    person = token(facts, 2, person=True, scope=f"{RESOURCE}/user_impersonation")
    refreshed = call(
        "msal-refresh",
        lambda: library.acquire_token_by_refresh_token(
            person["refresh_token"], [f"{RESOURCE}/user_impersonation"]
        ),
    )
    call("msal-refresh-customers", lambda: customers(front, refreshed["access_token"]))
    credential = azure.identity.ClientSecretCredential(
        facts["tenant"],
        facts["client"],
        facts["secret"],
        authority=front.address,
        disable_instance_discovery=True,
    )
    call("azure-identity-customers", lambda: customers(front, credential.get_token(scope).token))
    wrong = vendor({**facts, "secret": "not the secret"}, authority)
    call("msal-wrong-secret", lambda: wrong.acquire_token_for_client([scope]))


def vendor(facts, authority):
    """The library's application, which begins by asking the authority where its endpoints are."""
    return msal.ConfidentialClientApplication(
        facts["client"], facts["secret"], authority, instance_discovery=False
    )


main()
