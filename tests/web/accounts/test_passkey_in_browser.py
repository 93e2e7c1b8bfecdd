"""In a browser, under the strict policy: the first administrator accepts, adds a passkey, signs in with it."""

from __future__ import annotations

import pytest

from running_site import running_site

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PASSWORD = "correct horse battery staple"  # noqa: S105 -- of a made-up person
LINK = "from chiiki.web.accounts.domain.first_admin import first_admin_link; print(first_admin_link(lang='{lang}'))"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("passkeys"), name="chiiki_passkeys") as found:
        yield found


def test_a_passkey_is_added_and_signs_in(site, browser):
    complaints = []
    address = site.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(address + site.shell(LINK.format(lang="en")).strip().splitlines()[-1])
    page.get_by_label("E-mail address").fill("first@example.jp")
    page.get_by_label("Name").fill("最初の管理者")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    assert page.url.endswith("/en/account/second-factor")
    assert "Until one is set up" in page.text_content("main")

    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("Name of the key").fill("この端末")
    page.get_by_role("button", name="Add a key").click()
    page.wait_for_url("**/en/account/second-factor/codes")
    assert page.locator("ul.codes li").count() == 10

    page.goto(address + "/en/people")
    assert page.get_by_role("heading", level=1).text_content() == "People"
    page.goto(address + "/en/account/sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address").fill("first@example.jp")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/second-factor/sign-in")
    page.get_by_role("button", name="Use the key").click()
    page.wait_for_url("**/en/account")
    page.goto(address + "/en/people")
    assert page.get_by_role("heading", level=1).text_content() == "People"
    assert complaints == []
