#!/usr/bin/python
"""Says whether a service runs with the files that it should run with."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: service_state
short_description: Compare what a service was started with and what it should run with
description:
  - The unit writes the digest of its files when it starts, so the answer is right after any interruption.
  - Says too whether the unit starts at boot, and whether we took the pods of this machine away.
options:
  unit: {description: Name of the unit without C(.service)., type: str, required: true}
  files: {description: "Files that the service reads when it starts, in the order in which its unit has them.", type: list, elements: str, required: true}
author: The vaclab developers
"""


DRAINED = "/etc/vaclab/drained"


def digest(files):
    """As `sha256sum FILES | sha256sum` has it."""
    lines = "".join(f"{hashlib.sha256(Path(file).read_bytes()).hexdigest()}  {file}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def main():
    module = AnsibleModule(
        {"unit": {"type": "str", "required": True}, "files": {"type": "list", "elements": "str", "required": True}},
        supports_check_mode=True,
    )
    _, shown, _ = module.run_command(["systemctl", "show", "--property=ActiveState,UnitFileState", module.params["unit"]])
    state = dict(line.split("=", 1) for line in shown.splitlines())
    active = state.get("ActiveState") == "active"
    try:
        started = Path(f"/run/vaclab/{module.params['unit']}.digest").read_text().split()[0]
    except OSError:
        started = None
    try:
        wanted = digest(module.params["files"])
    except OSError:
        wanted = None
    module.exit_json(changed=False, running=active, stale=not active or wanted is None or started != wanted,
                     enabled=state.get("UnitFileState") == "enabled", drained=os.path.exists(DRAINED))


if __name__ == "__main__":
    main()
