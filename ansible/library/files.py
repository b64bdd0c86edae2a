#!/usr/bin/python
"""Writes all files of a role in one step, where Ansible's own modules take three per file."""

from __future__ import annotations

import os
import shutil
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.root_files import file_differs, folder_differs, link_differs, text_of

DOCUMENTATION = """
module: files
short_description: Manage root's folders, files and links with given contents and modes
options:
  folders: {description: Modes by path., type: dict, default: {}}
  files:
    description: "Files with C(path), C(content) and C(mode); with C(once), existing content is kept."
    type: list
    elements: dict
    default: []
  links: {description: Targets of symbolic links by path., type: dict, default: {}}
  absent: {description: "Files and folders to delete, recursively.", type: list, elements: path, default: []}
author: The vaclab developers
"""


def write(path, content, mode):
    """Replaces a file atomically, and never makes it more widely readable than its mode."""
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    with os.fdopen(descriptor, "w") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.chmod(temporary, mode)
    os.rename(temporary, path)


def link(path, target):
    folder = tempfile.mkdtemp(dir=os.path.dirname(path))
    temporary = os.path.join(folder, "link")
    os.symlink(target, temporary)
    os.rename(temporary, path)
    os.rmdir(folder)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    else:
        os.remove(path)


def main():
    module = AnsibleModule(
        {"folders": {"type": "dict", "default": {}}, "files": {"type": "list", "elements": "dict", "default": []},
         "links": {"type": "dict", "default": {}}, "absent": {"type": "list", "elements": "path", "default": []}},
        supports_check_mode=True,
    )
    diffs, changed = [], []
    for path, text in module.params["folders"].items():
        if not folder_differs(path, text):
            continue
        changed.append(path)
        if not module.check_mode:
            os.makedirs(path, exist_ok=True)
            os.chmod(path, int(text, 8))
            os.chown(path, 0, 0)
    for file in module.params["files"]:
        path, content, mode = file["path"], file["content"], file["mode"]
        old = text_of(path)
        if file.get("once") and old:
            content = old
        if not file_differs(path, content, mode):
            continue
        changed.append(path)
        if old != content:
            diffs.append({"before_header": path, "after_header": path, "before": old or "", "after": content})
        if not module.check_mode:
            write(path, content, int(mode, 8))
    for path, target in module.params["links"].items():
        if not link_differs(path, target):
            continue
        changed.append(path)
        if not module.check_mode:
            link(path, target)
    for path in module.params["absent"]:
        if not os.path.lexists(path):
            continue
        changed.append(path)
        if not module.check_mode:
            remove(path)
    module.exit_json(changed=bool(changed), changed_paths=changed, msg=", ".join(changed), diff=diffs)


if __name__ == "__main__":
    main()
