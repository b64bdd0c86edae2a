#!/usr/bin/python
"""Finds the disks of a machine, and proposes those that Longhorn could use. Formats nothing."""

from __future__ import annotations

import json
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: disks
short_description: Find disks by ID and propose the empty ones
options:
  command: {description: Command with output in the format of C(lsblk -J)., type: list, elements: str, required: true}
  declared: {description: "Paths that the facts declare.", type: list, elements: str, required: true}
author: The vaclab developers
"""


def ids():
    """Stable ID of each device, which does not depend on its connector."""
    found = {}
    folder = Path("/dev/disk/by-id")
    for link in sorted(folder.iterdir()) if folder.is_dir() else []:
        found.setdefault(link.resolve().name, str(link))
    return found


def is_empty(disk):
    return not (disk.get("children") or disk.get("fstype") or any(disk.get("mountpoints") or []))


def main():
    module = AnsibleModule(
        {"command": {"type": "list", "elements": "str", "required": True},
         "declared": {"type": "list", "elements": "str", "required": True}},
        supports_check_mode=True,
    )
    status, out, err = module.run_command(module.params["command"])
    if status != 0:
        module.fail_json(msg=err.strip(), rc=status)
    named = ids()
    found = [
        {"device": disk["name"], "id": named.get(disk["name"], disk.get("wwn") or disk.get("serial")),
         "model": disk.get("model"), "bytes": disk["size"], "rotational": bool(disk.get("rota")), "empty": is_empty(disk)}
        for disk in json.loads(out)["blockdevices"]
        if disk.get("type") == "disk" and disk["size"] > 0
    ]
    proposals = [
        {"id": disk["id"], "size": f"{disk['bytes'] >> 30}Gi", "tags": ["hdd" if disk["rotational"] else "ssd"]}
        for disk in found
        if disk["empty"] and disk["id"]
    ]
    module.exit_json(changed=False, found=found, proposals=proposals, report={"disks": found, "proposals": proposals})


if __name__ == "__main__":
    main()
