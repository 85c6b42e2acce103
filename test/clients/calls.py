"""Steps that a script takes with a client library, and a record of which of its public methods the script called."""

import inspect
import json
import re
import sys

called = set()
seen = {}


def step(name, expect=None):
    """Runs the decorated function at once and keeps what it returns, or how it failed, under its name.

    With `expect`, an exception class, the step is what that exception must come out of.
    """

    def take(function):
        try:
            seen[name] = function()
        except Exception as error:  # the test reports it with the name of the step
            if expect is not None and type(error) is expect:
                response = getattr(error, "response", None)
                seen[name] = {"raised": type(error).__name__, "status": getattr(response, "status_code", None)}
            else:
                seen[name] = {"error": type(error).__name__, "message": str(error)[:2000]}

    return take


def raises(name, expect, function):
    """A step that must end in an exception of exactly the given class."""
    step(name, expect)(function)


def exceptions_of(*modules):
    """Names of the exceptions that modules raise themselves, read from their source."""
    found = (re.findall(r"\braise ([A-Z]\w+)", inspect.getsource(module)) for module in modules)
    return sorted({name for names in found for name in names})


def clients_of(*modules):
    """Every class that modules define themselves, but for exceptions."""
    found = (value for module in modules for value in vars(module).values() if inspect.isclass(value))
    names = {module.__name__ for module in modules}
    return [cls for cls in found if cls.__module__ in names and not issubclass(cls, Exception)]


def is_public(name):
    return not name.startswith("_")


def own_members(cls, package):
    """Public members by name that a class has from its package, those of the base classes included."""
    members = {}
    for base in reversed(cls.__mro__):
        if base.__module__.split(".")[0] == package:
            members.update({name: value for name, value in vars(base).items() if is_public(name)})
    return members


class Recorder:
    """Watches, without changing anything, which public members of classes a script calls itself."""

    def __init__(self, package, classes, script):
        self.script = script
        self.codes = {}
        self.descriptors = {}
        self.every = set()
        for cls in classes:
            for name, value in own_members(cls, package).items():
                self._learn(f"{cls.__name__}.{name}", value)

    def _learn(self, name, value):
        if isinstance(value, property):
            self._code(name, value.fget)
            if value.fset is not None:
                self._code(f"{name}=", value.fset)
        elif inspect.isfunction(value):
            self._code(name, value)
        elif hasattr(value, "__get__") and hasattr(value, "__set__"):
            self.descriptors.setdefault((id(value), "__get__"), set()).add(name)
            self.descriptors.setdefault((id(value), "__set__"), set()).add(f"{name}=")
            self.every |= {name, f"{name}="}

    def _code(self, name, function):
        # A decorated method is known by what it wraps.
        wrapped = [cell.cell_contents for cell in function.__closure__ or () if inspect.isfunction(cell.cell_contents)]
        self.codes.setdefault((wrapped[0] if wrapped else function).__code__, set()).add(name)
        self.every.add(name)

    def _names(self, frame):
        names = self.codes.get(frame.f_code)
        if names is None and frame.f_code.co_name in ("__get__", "__set__"):
            names = self.descriptors.get((id(frame.f_locals.get("self")), frame.f_code.co_name))
        return names

    def _watch(self, frame, event, _):
        if event != "call":
            return
        names = self._names(frame)
        if not names:
            return
        caller = frame.f_back
        if caller is not None and caller.f_code.co_name == "func":  # the wrapper of a decorated method
            caller = caller.f_back
        if caller is not None and caller.f_code.co_filename == self.script:
            owner = type(frame.f_locals.get("instance", frame.f_locals.get("self"))).__name__
            # A member that classes share counts for the class it was called on.
            called.update(name for name in names if len(names) == 1 or name.startswith(f"{owner}."))

    def __enter__(self):
        sys.setprofile(self._watch)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)


def finish(recorder):
    print(json.dumps({"every": sorted(recorder.every), "called": sorted(called), "seen": seen}, default=str))
