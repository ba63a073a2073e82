"""Truto's own SDK for Python against the gateway.

The first argument says who plays the providers: `kept` and `hosted`, servers that keep what is written, or `prism`, which
answers with the examples of the documents. The last line of the output counts the checks.
"""

import asyncio
import os
import sys

import aiohttp
from truto_python_sdk import TrutoApi

URL, TOKEN = os.environ["GATEWAY_URL"], os.environ["GATEWAY_TOKEN"]
TORII, ONELOGIN = os.environ["TORII_ACCOUNT"], os.environ["ONELOGIN_ACCOUNT"]
LOGTO, TRUTO = os.environ["LOGTO_ACCOUNT"], os.environ["TRUTO_ACCOUNT"]

checks = 0


def check(actual, expected):
    global checks
    checks += 1
    if actual != expected:
        sys.exit(f"check {checks}: {actual!r} is not {expected!r}")


async def status(call):
    """The HTTP status of a call that fails."""
    try:
        await call
    except aiohttp.ClientResponseError as error:
        return error.status
    return 200


async def kept(api):
    torii, onelogin = {"integrated_account_id": TORII}, {"integrated_account_id": ONELOGIN}
    unified = api.unified_api

    async def ids(model, resource, query):
        return [record["id"] for record in await unified.list(model, resource, query).to_array()]

    check((await api.ping())["status"], "ok")
    # Lists, of one page and of several.
    check(await ids("user-directory", "users", dict(torii)), ["48213", "48214", "48215"])
    check(await ids("user-directory", "users", torii | {"limit": 1}), ["48213", "48214", "48215"])
    check(await ids("user-directory", "users", dict(onelogin)), ["1", "2", "3", "4", "5"])
    check(await ids("user-directory", "roles", dict(torii)), ["3"])
    check(await ids("user-directory", "roles", dict(onelogin)), ["3", "4"])
    check(await ids("user-directory", "organizations", dict(torii)), ["901"])
    check(await ids("user-directory", "groups", dict(onelogin)), ["77"])
    check(await ids("sso", "apps", dict(torii)), ["118", "119"])
    check(await ids("sso", "apps", dict(onelogin)), ["1", "2"])
    check(await ids("sso", "app_users", torii | {"app_id": "118"}), ["48213", "ext-7"])
    check(await ids("sso", "app_users", onelogin | {"app_id": 1}), ["1", "2"])
    pages = unified.list("user-directory", "users", dict(onelogin))
    check([len(await pages.next_page()) for _ in range(3)], [2, 2, 1])
    # Filters and options, in the forms that this SDK writes.
    check(await ids("user-directory", "users", torii | {"emails": {"email": "ada@acme.example"}}), ["48213"])
    options = {"truto_ignore_remote_data": True, "truto_exclude_fields": ["name", "emails"]}
    ada = await unified.get("user-directory", "users", "48213", torii | options)
    check([field in ada for field in ("id", "name", "emails", "remote_data")], [True, False, False, False])
    native = await unified.get("user-directory", "users", "48213", torii | {"truto_response_format": "raw"})
    check(native["costCenter"], "R&D 7")
    # Records.
    check((await unified.get("user-directory", "users", "2", onelogin))["username"], "user2")
    check((await unified.get("user-directory", "groups", "77", onelogin))["name"], "Berlin")
    check((await unified.get("sso", "apps", "1", onelogin))["name"], "App 1")
    check((await unified.get("user-directory", "roles", "3", torii))["name"], "Admin")
    # Changes, which a later call sees.
    changed = await unified.update("user-directory", "users", "48213", {"status": "inactive"}, torii)
    check(changed["status"], "offboarding")
    check((await unified.get("user-directory", "users", "48213", torii))["status"], "offboarding")
    # Truto requires the id in the query too for accounts at Torii.
    again = torii | {"user_id": "48213"}
    check((await unified.update("user-directory", "users", "48213", {"status": "active"}, again))["status"], "active")
    await unified.update("user-directory", "users", "48213", {"status": "inactive"}, again)
    for is_active in ("true", True):
        of_user = torii | {"user_id": "48213"}
        app = await unified.update("sso", "apps", "118", {"is_active": is_active}, of_user)
        check(app["status"], "inactive")
        await unified.update("sso", "apps", "118", {"is_active": "false"}, of_user)
    new = {"first_name": "Ada", "emails": [{"email": "ada@acme.example"}], "title": "Chair"}
    created = await unified.create("user-directory", "users", new, onelogin)
    check((await unified.get("user-directory", "users", created["id"], onelogin))["title"], "Chair")
    await unified.update("user-directory", "users", created["id"], {"title": None}, onelogin)
    check((await unified.get("user-directory", "users", created["id"], onelogin))["title"], None)
    check(await unified.delete("user-directory", "users", created["id"], onelogin), {"id": created["id"]})
    check(await ids("user-directory", "users", dict(onelogin)), ["1", "2", "3", "4", "5"])
    role = await unified.create("user-directory", "roles", {"name": "Writers"}, onelogin)
    check(role["name"], "Writers")
    await unified.update("user-directory", "roles", role["id"], {"name": "Authors"}, onelogin)
    check((await unified.get("user-directory", "roles", role["id"], onelogin))["name"], "Authors")
    await unified.delete("user-directory", "roles", role["id"], onelogin)
    # Errors.
    check(await status(unified.get("user-directory", "users", "48213", {})), 400)
    check(await status(unified.get("user-directory", "users", "1", torii)), 404)
    check(await status(unified.get("user-directory", "users", created["id"], onelogin)), 404)
    check(await status(unified.delete("user-directory", "users", "48213", torii)), 405)
    check(await status(unified.list("user-directory", "users", torii | {"sort_by": "x"}).to_array()), 400)
    wrong = TrutoApi(token="wrong", base_url=URL)
    check(await status(wrong.unified_api.get("user-directory", "users", "48213", torii)), 401)
    # The provider's own shape.
    check((await api.proxy_api.get("users", "48214", torii))["user"]["firstName"], "Bo")
    body = {"lifecycleStatus": "active"}
    await api._put("proxy/users/48214", data=body, params=torii)
    check((await api.proxy_api.get("users", "48214", torii))["user"]["lifecycleStatus"], "active")


async def hosted(api):
    """Logto, and an account of OneLogin at Truto, which another gateway plays: the same SDK reads and writes both."""
    logto, truto = {"integrated_account_id": LOGTO}, {"integrated_account_id": TRUTO}
    unified = api.unified_api

    async def ids(model, resource, query):
        return [record["id"] for record in await unified.list(model, resource, query).to_array()]

    for query, users, roles, apps in [
        (logto, ["u1", "u2", "u3"], ["r4"], ["app1"]),
        (truto, ["1", "2", "3", "4", "5"], ["3", "4"], ["1", "2"]),
    ]:
        # Lists, of one page and of several.
        check(await ids("user-directory", "users", dict(query)), users)
        check(await ids("user-directory", "users", query | {"limit": 1}), users)
        check(await ids("user-directory", "roles", dict(query)), roles)
        check(await ids("sso", "apps", dict(query)), apps)
        # Records and options.
        user = await unified.get("user-directory", "users", users[0], query)
        check((user["id"], user["status"]), (users[0], "active"))
        options = {"truto_ignore_remote_data": True, "truto_exclude_fields": ["name", "emails"]}
        short = await unified.get("user-directory", "users", users[0], query | options)
        check([field in short for field in ("id", "name", "emails", "remote_data")], [True, False, False, False])
        native = await unified.get("user-directory", "users", users[0], query | {"truto_response_format": "raw"})
        check(native, user["remote_data"])
        check((await unified.get("user-directory", "roles", roles[0], query))["name"], "Editors")
        check((await unified.get("sso", "apps", apps[0], query))["id"], apps[0])
        # Changes, which a later call sees.
        new = {"first_name": "Dee", "username": "dee", "emails": [{"email": "dee@acme.example"}]}
        created = await unified.create("user-directory", "users", new, query)
        check((await unified.get("user-directory", "users", created["id"], query))["username"], "dee")
        change = {"first_name": "Dora", "status": "inactive"}
        changed = await unified.update("user-directory", "users", created["id"], change, query)
        check((changed["first_name"], changed["status"]), ("Dora", "inactive"))
        check((await unified.get("user-directory", "users", created["id"], query))["first_name"], "Dora")
        check(await unified.delete("user-directory", "users", created["id"], query), {"id": created["id"]})
        check(await status(unified.get("user-directory", "users", created["id"], query)), 404)
        check(await ids("user-directory", "users", dict(query)), users)
        # Errors.
        check(await status(unified.list("user-directory", "users", query | {"sort_by": "x"}).to_array()), 400)
    role = await unified.create("user-directory", "roles", {"name": "Writers", "description": "Those who write"}, logto)
    await unified.update("user-directory", "roles", role["id"], {"name": "Authors"}, logto)
    check((await unified.get("user-directory", "roles", role["id"], logto))["name"], "Authors")
    check(await unified.delete("user-directory", "roles", role["id"], logto), {"id": role["id"]})
    role = await unified.create("user-directory", "roles", {"name": "Writers"}, truto)
    await unified.update("user-directory", "roles", role["id"], {"name": "Authors"}, truto)
    check((await unified.get("user-directory", "roles", role["id"], truto))["name"], "Authors")
    check(await unified.delete("user-directory", "roles", role["id"], truto), {"id": role["id"]})
    check(await ids("user-directory", "organizations", dict(logto)), ["o1"])
    renamed = await unified.update("user-directory", "organizations", "o1", {"name": "Apex"}, logto)
    check(renamed["name"], "Apex")
    check((await unified.get("user-directory", "organizations", "o1", logto))["name"], "Apex")
    by_address = logto | {"emails": {"email": "bo@acme.example"}}
    check(await ids("user-directory", "users", by_address), ["u2"])
    check(await ids("user-directory", "groups", dict(truto)), ["77"])
    check(await ids("sso", "app_users", truto | {"app_id": "1"}), ["1", "2"])
    check(await status(unified.list("user-directory", "groups", dict(logto)).to_array()), 405)
    check(await status(unified.update("sso", "apps", "app1", {"is_active": "true"}, logto)), 405)


async def prism(api):
    torii, onelogin = {"integrated_account_id": TORII}, {"integrated_account_id": ONELOGIN}
    unified = api.unified_api

    async def first(model, resource, query):
        page = await unified.list(model, resource, query).next_page()
        return all(isinstance(record["id"], str) and record["remote_data"] for record in page) and len(page) > 0

    for query, model, resource in [
        (torii, "user-directory", "users"),
        (torii, "user-directory", "roles"),
        (torii, "user-directory", "organizations"),
        (torii, "sso", "apps"),
        (torii | {"app_id": "731"}, "sso", "app_users"),
        (onelogin, "user-directory", "users"),
        (onelogin, "user-directory", "roles"),
        (onelogin, "user-directory", "groups"),
        (onelogin, "sso", "apps"),
        (onelogin | {"app_id": "731"}, "sso", "app_users"),
    ]:
        check(await first(model, resource, dict(query)), True)
    for query, model, resource, id in [
        (torii, "user-directory", "users", "48213"),
        (torii, "sso", "apps", "731"),
        (onelogin, "user-directory", "users", "7"),
        (onelogin, "user-directory", "roles", "3"),
        (onelogin, "user-directory", "groups", "77"),
        (onelogin, "sso", "apps", "1"),
    ]:
        check(isinstance((await unified.get(model, resource, id, query))["id"], str), True)
    logto, truto = {"integrated_account_id": LOGTO}, {"integrated_account_id": TRUTO}
    for query, model, resource in [
        (logto, "user-directory", "users"),
        (logto, "user-directory", "roles"),
        (logto, "user-directory", "organizations"),
        (logto, "sso", "apps"),
        (truto, "user-directory", "users"),
        (truto, "user-directory", "roles"),
        (truto, "user-directory", "organizations"),
        (truto, "user-directory", "groups"),
        (truto, "sso", "apps"),
        (truto | {"app_id": "731"}, "sso", "app_users"),
    ]:
        page = await unified.list(model, resource, dict(query)).next_page()
        check(len(page) > 0 and all(isinstance(record["id"], str) for record in page), True)
    for query, model, resource, id in [
        (logto, "user-directory", "users", "u3k9x0qv7m2a"),
        (logto, "user-directory", "roles", "r1"),
        (logto, "user-directory", "organizations", "o1"),
        (logto, "sso", "apps", "a1"),
        (truto, "user-directory", "users", "48213"),
        (truto, "user-directory", "roles", "3"),
        (truto, "user-directory", "organizations", "901"),
        (truto, "user-directory", "groups", "77"),
        (truto | {"user_id": "48213"}, "sso", "apps", "731"),
    ]:
        check(isinstance((await unified.get(model, resource, id, query))["id"], str), True)
    # Prism refuses a request that does not fit the provider's document.
    for query, model, resource, id, body in [
        (torii, "user-directory", "users", "48213", {"status": "active"}),
        (torii | {"user_id": "48213"}, "sso", "apps", "731", {"is_active": True}),
        (onelogin, "user-directory", "users", "7", {"title": "Chair", "status": "active"}),
        (onelogin, "user-directory", "roles", "3", {"name": "Authors"}),
        (logto, "user-directory", "users", "u3k9x0qv7m2a", {"username": "ada", "first_name": "Ada", "status": "active"}),
        (logto, "user-directory", "roles", "r1", {"name": "Authors"}),
        (logto, "user-directory", "organizations", "o1", {"name": "Apex"}),
        (truto, "user-directory", "users", "48213", {"status": "active"}),
        (truto, "user-directory", "roles", "3", {"name": "Authors"}),
        (truto, "user-directory", "organizations", "901", {"name": "Apex"}),
        (truto | {"user_id": "48213"}, "sso", "apps", "731", {"is_active": "true"}),
    ]:
        check(isinstance((await unified.update(model, resource, id, body, query))["id"], str), True)
    new = {"first_name": "Ada", "username": "ada", "emails": [{"email": "ada@acme.example"}]}
    check(isinstance((await unified.create("user-directory", "users", new, onelogin))["id"], str), True)
    check(await unified.delete("user-directory", "users", "7", onelogin), {"id": "7"})
    for query in (logto, truto):
        check(isinstance((await unified.create("user-directory", "users", new, query))["id"], str), True)
        check(await unified.delete("user-directory", "users", "7", query), {"id": "7"})


asyncio.run({"kept": kept, "hosted": hosted, "prism": prism}[sys.argv[1]](TrutoApi(token=TOKEN, base_url=URL)))
print(f"{checks} checks of truto-python-sdk passed ({sys.argv[1]})")
