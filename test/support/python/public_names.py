"""Prints the public names of CPython's modules and of their objects, as JSON: [[scope, name], ...]."""

import json
import select
import selectors
import socket
import types

OWN = {"socket", "_socket", "select", "selectors", "builtins"}


def is_own(value):
    if isinstance(value, types.ModuleType):
        return False
    return not isinstance(value, (type, types.FunctionType)) or value.__module__ in OWN


def of_module(module):
    names = set(getattr(module, "__all__", ())) | {
        name for name in dir(module) if is_own(getattr(module, name))
    }
    return [name for name in sorted(names) if not name.startswith("_")]


def of_object(thing):
    inherited = set(dir(tuple)) if thing is selectors.SelectorKey else set()
    return [name for name in dir(thing) if not name.startswith("_") and name not in inherited]


scopes = {"socket": of_module(socket), "select": of_module(select)}
scopes["selectors"] = of_module(selectors)
scopes["socket.socket"] = of_object(socket.socket)
for name in ("epoll", "kqueue", "kevent"):
    if hasattr(select, name):
        scopes["select." + name] = of_object(getattr(select, name))
if hasattr(select, "poll"):
    scopes["select.poll"] = of_object(select.poll())
for name in scopes["selectors"]:
    if isinstance(getattr(selectors, name), type):
        scopes["selectors." + name] = of_object(getattr(selectors, name))

print(json.dumps([[scope, name] for scope, names in scopes.items() for name in names]))
