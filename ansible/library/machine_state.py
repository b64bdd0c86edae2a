#!/usr/bin/python
"""Compares a machine with its desired state in one step, so that roles need not do so one by one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.root_files import digest_of, file_differs, folder_differs, hashed_differs, link_differs

DOCUMENTATION = """
module: machine_state
short_description: List differences from the desired state
description:
  - Only reads the machine, and keeps no state. The names of everything that differs are in C(differs).
options:
  folders: {description: Modes by path., type: dict, default: {}}
  files: {description: "Files with C(path), C(content) and C(mode).", type: list, elements: dict, default: []}
  links: {description: Targets of symbolic links by path., type: dict, default: {}}
  hashed: {description: "Files with C(path), C(sha256) and C(mode).", type: list, elements: dict, default: []}
  packages: {description: Debian packages that must be installed., type: list, elements: str, default: []}
  services: {description: Units that must be running and enabled., type: list, elements: str, default: []}
  modules: {description: Kernel modules that must be loaded., type: list, elements: str, default: []}
  sysctl: {description: Kernel settings by name., type: dict, default: {}}
  prints: {description: "Expected output of commands, by command.", type: dict, default: {}}
  unit: {description: "Unit for which to report C(running), C(stale), C(enabled) and C(drained).", type: str}
  started_with: {description: "Files that the unit reads at start, in the order in which it records their digest.", type: list, elements: str, default: []}
author: The vaclab developers
"""

DRAINED = "/etc/vaclab/drained"


def plain(text):
    return " ".join(str(text).split())


def setting(name):
    try:
        return plain((Path("/proc/sys") / name.replace(".", "/")).read_text())
    except OSError:
        return None


def digest_of_all(files):
    """Same digest as `sha256sum FILES | sha256sum`."""
    digests = {file: digest_of(file) for file in files}
    if None in digests.values():
        return None
    return hashlib.sha256("".join(f"{digest}  {file}\n" for file, digest in digests.items()).encode()).hexdigest()


def main():
    lists = {name: {"type": "list", "elements": "str", "default": []} for name in ("packages", "services", "modules", "started_with")}
    dicts = {name: {"type": "dict", "default": {}} for name in ("folders", "links", "sysctl", "prints")}
    module = AnsibleModule(
        {**lists, **dicts, "unit": {"type": "str"},
         "files": {"type": "list", "elements": "dict", "default": []},
         "hashed": {"type": "list", "elements": "dict", "default": []}},
        supports_check_mode=True,
    )
    wanted = module.params

    def output_of(*command):
        """Output of a command; empty if the command is not installed yet."""
        if module.get_bin_path(command[0]) is None:
            return ""
        return module.run_command(list(command))[1].strip()

    def shown(unit, *properties):
        lines = output_of("systemctl", "show", f"--property={','.join(properties)}", unit).splitlines()
        return dict(line.split("=", 1) for line in lines)

    installed = {name for status, name in (
        line.split() for line in output_of("dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Package}\\n").splitlines()
    ) if status == "installed"} if wanted["packages"] else set()
    differs = [
        *(path for path, mode in wanted["folders"].items() if folder_differs(path, mode)),
        *(file["path"] for file in wanted["files"] if file_differs(file["path"], file["content"], file["mode"])),
        *(path for path, target in wanted["links"].items() if link_differs(path, target)),
        *(file["path"] for file in wanted["hashed"] if hashed_differs(file["path"], file["sha256"], file["mode"])),
        *(name for name in wanted["packages"] if name not in installed),
        *(name for name in wanted["services"] if shown(name, "ActiveState", "UnitFileState") != {"ActiveState": "active", "UnitFileState": "enabled"}),
        *(name for name in wanted["modules"] if not os.path.isdir(f"/sys/module/{name}")),
        *(name for name, value in wanted["sysctl"].items() if setting(name) != plain(value)),
        *(command for command, answer in wanted["prints"].items() if output_of(*command.split()) != answer),
    ]
    answer = {"changed": False, "differs": differs, "report": differs}
    if wanted["unit"]:
        state = shown(wanted["unit"], "ActiveState", "UnitFileState")
        active = state.get("ActiveState") == "active"
        try:
            started = Path(f"/run/vaclab/{wanted['unit']}.digest").read_text().split()[0]
        except OSError:
            started = None
        current = digest_of_all(wanted["started_with"])
        answer.update(running=active, stale=not active or current is None or started != current,
                      enabled=state.get("UnitFileState") == "enabled", drained=os.path.exists(DRAINED))
    module.exit_json(**answer)


if __name__ == "__main__":
    main()
