"""Calls all operations of the Account API with a client that openapi-python-client has generated
from the description of a running mock: client.py FOLDER_OF_THE_CLIENT URL
"""

import sys

folder, url = sys.argv[1:]
sys.path.insert(0, folder)

from mock_client import AuthenticatedClient, Client, models  # noqa: E402
from mock_client.api.account_api import (  # noqa: E402
    account_type,
    create_users,
    deactivate,
    disable,
    get_admins,
    list_users,
    reactivate,
    remove_admins,
    reset_password,
    set_admins,
)
from mock_client.api.journal import find_journal_entries  # noqa: E402
from mock_client.api.worlds import create_world, delete_world  # noqa: E402

called = []


def ok(operation, reply):
    """Returns a reply that is a success."""
    assert reply is not None and not isinstance(reply, models.ErrorReply), f"{operation}: {reply}"
    assert reply.status == models.Ok.OK, f"{operation}: {reply}"
    called.append(operation)
    return reply


def client(username):
    return AuthenticatedClient(base_url=url, token=f"mock.python.{username}")


control = Client(base_url=url)
world = create_world.sync(client=control, body=models.WorldOptions(id="python", seed="demo"))
assert isinstance(world, models.World) and world.id == "python", world

admin = client("admin")
users = [
    models.NewAccount(username="py-user", email="py@example.com", password="first"),
    models.NewAccount(username="py-bot", user_type=models.UserType.SERVICE_ACCOUNT),
]
created = ok("create_users", create_users.sync(client=admin, body=models.CreateUsers(users=users)))
assert created.result.created_users == ["py-user", "py-bot"], created

query = models.ListUsers(username_prefix="py-", include_disabled=True, limit=1)
page = ok("list_users", list_users.sync(client=admin, body=query))
assert page.users[0].username == "py-user" and not page.has_more, page

kind = ok("account_type", account_type.sync("py-user", client=admin))
assert kind.account_type == models.AccountType.USER, kind

usernames = models.Usernames(usernames=["py-user"])
ok("disable", disable.sync("py-user", client=admin))
ok("reactivate", reactivate.sync("py-user", client=admin))
ok("set_admins", set_admins.sync(client=admin, body=usernames))
admins = ok("get_admins", get_admins.sync(client=admin)).admins
assert "py@example.com" in [user.email for user in admins], admins
ok("remove_admins", remove_admins.sync(client=admin, body=usernames))

own = models.NewPassword(new_password="second", old_password="first")
ok("reset_own_password", reset_password.sync("py-user", client=client("py-user"), body=own))
others = models.NewPassword(new_password="third")
ok("reset_password", reset_password.sync("py-user", client=admin, body=others))
ok("deactivate", deactivate.sync("py-user", client=admin))

refusal = disable.sync("py-user", client=admin)
assert isinstance(refusal, models.ErrorReply), refusal
unknown = get_admins.sync_detailed(client=client("nobody"))
assert unknown.status_code == 401 and isinstance(unknown.parsed, models.ErrorReply), unknown

journal = find_journal_entries.sync("python", client=control, caller="admin", limit=1)
assert journal.count == 11, journal
assert journal.entries[0].operation == models.OperationName.DISABLE, journal
assert delete_world.sync_detailed("python", client=control).status_code == 204
print(f"openapi-python-client: {len(called)} operations called")
