#!/usr/bin/python
"""Brings all files of a role into place in one step, where Ansible's own modules take three per file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: files
short_description: Folders and files of root with given contents and modes
options:
  folders: {description: Modes by path., type: dict, default: {}}
  files: {description: "Files with C(path), C(content) and C(mode).", type: list, elements: dict, default: []}
author: The vaclab developers
"""


def state_of(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return (oct(found.st_mode & 0o7777), found.st_uid, found.st_gid)


def write(path, content, mode):
    """The old file or the new one, never a part of it; and never readable by more than it should be."""
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    with os.fdopen(descriptor, "w") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.chmod(temporary, mode)
    os.rename(temporary, path)


def main():
    module = AnsibleModule(
        {"folders": {"type": "dict", "default": {}}, "files": {"type": "list", "elements": "dict", "default": []}},
        supports_check_mode=True,
    )
    diffs, changed = [], []
    for path, text in module.params["folders"].items():
        mode = int(text, 8)
        if state_of(path) == (oct(mode), 0, 0):
            continue
        changed.append(path)
        if not module.check_mode:
            os.makedirs(path, exist_ok=True)
            os.chmod(path, mode)
            os.chown(path, 0, 0)
    for file in module.params["files"]:
        path, content, mode = file["path"], file["content"], int(file["mode"], 8)
        old = Path(path).read_text() if os.path.exists(path) else None
        if old == content and state_of(path) == (oct(mode), 0, 0):
            continue
        changed.append(path)
        if old != content:
            diffs.append({"before_header": path, "after_header": path, "before": old or "", "after": content})
        if not module.check_mode:
            write(path, content, mode)
    module.exit_json(changed=bool(changed), changed_paths=changed, msg=", ".join(changed), diff=diffs)


if __name__ == "__main__":
    main()
