#!/usr/bin/python
"""Applies kernel settings, and reads each one back."""

from __future__ import annotations

from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: sysctl_values
short_description: Apply kernel settings and read each back
options:
  values: {description: "Settings by name, such as C(net.core.somaxconn).", type: dict, required: true}
author: The vaclab developers
"""


def path_of(name):
    return Path("/proc/sys") / name.replace(".", "/")


def current(name):
    try:
        return " ".join(path_of(name).read_text().split())
    except OSError as error:
        return f"unreadable: {error.strerror}"


def main():
    module = AnsibleModule({"values": {"type": "dict", "required": True}}, supports_check_mode=True)
    wanted = {name: " ".join(str(value).split()) for name, value in sorted(module.params["values"].items())}
    before = {name: current(name) for name in wanted}
    differing = {name: value for name, value in wanted.items() if before[name] != value}
    problems = []
    if not module.check_mode:
        for name, value in differing.items():
            try:
                path_of(name).write_text(value)
            except OSError as error:
                problems.append(f"{name} cannot be set to {value}: {error.strerror}")
                continue
            if current(name) != value:
                problems.append(f"{name} is {current(name)} after {value} was written")
    listing = {when: "".join(f"{name} = {values[name]}\n" for name in differing)
               for when, values in (("before", before), ("after", wanted))}
    if problems:
        module.fail_json(msg="; ".join(problems), problems=problems)
    module.exit_json(changed=bool(differing), diff=listing)


if __name__ == "__main__":
    main()
