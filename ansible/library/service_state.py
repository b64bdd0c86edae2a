#!/usr/bin/python
"""Says whether a service runs with the files that it should run with."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: service_state
short_description: Compare what a service was started with and what it should run with
description:
  - The unit writes the digest of its files when it starts, so the answer is right after any interruption.
options:
  unit: {description: Name of the unit without C(.service)., type: str, required: true}
  files: {description: "Files that the service reads when it starts, in the order in which its unit has them.", type: list, elements: str, required: true}
author: The vaclab developers
"""


def digest(files):
    """As `sha256sum FILES | sha256sum` has it."""
    lines = "".join(f"{hashlib.sha256(Path(file).read_bytes()).hexdigest()}  {file}\n" for file in files)
    return hashlib.sha256(lines.encode()).hexdigest()


def main():
    module = AnsibleModule(
        {"unit": {"type": "str", "required": True}, "files": {"type": "list", "elements": "str", "required": True}},
        supports_check_mode=True,
    )
    active = module.run_command(["systemctl", "is-active", "--quiet", module.params["unit"]])[0] == 0
    try:
        started = Path(f"/run/vaclab/{module.params['unit']}.digest").read_text().split()[0]
    except OSError:
        started = None
    try:
        wanted = digest(module.params["files"])
    except OSError:
        wanted = None
    module.exit_json(changed=False, running=active, stale=not active or wanted is None or started != wanted)


if __name__ == "__main__":
    main()
