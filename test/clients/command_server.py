"""Runs commands of an installed command line, each in a process of its own that is forked after the imports.

Only what the program stands on is imported beforehand: its own modules, which read their settings at once, are imported
anew by every process.
Started with the module, the attribute of its entry point and the program's name. Every line read is a JSON object:
`{"args": [...], "input": "..."}` runs a command, `{"tree": true}` lists the commands there are.
"""

import importlib
import json
import os
import signal
import sys
import tempfile
import traceback

longest_command = 60  # seconds


def leaves(command, path=()):
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if hasattr(child, "commands"):
            yield from leaves(child, (*path, name))
        else:
            yield " ".join((*path, name))


def entry_point():
    return getattr(importlib.import_module(module), attribute)


def run_here(args, files):
    """What the program itself would do, with no terminal to ask."""
    os.setsid()
    signal.alarm(longest_command)
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode) for number, mode in ((0, "r"), (1, "w"), (2, "w")))
    sys.argv = [program, *args]
    try:
        entry_point()()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(args, given):
    with tempfile.TemporaryFile("w+b") as taken, tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
        taken.write(given.encode())
        taken.seek(0)
        child = os.fork()
        if child == 0:
            run_here(args, (taken, out, err))
        _, status = os.waitpid(child, 0)
        for file in (out, err):
            file.seek(0)
        texts = {"stdout": out.read().decode(), "stderr": err.read().decode()}
        return {"code": os.waitstatus_to_exitcode(status), **texts}


module, attribute, program = sys.argv[1:]
tree = list(leaves(entry_point()))
for name in [name for name in sys.modules if name.split(".")[0] == module.split(".")[0]]:
    del sys.modules[name]
for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(tree if "tree" in asked else run(asked["args"], asked.get("input", ""))), flush=True)
