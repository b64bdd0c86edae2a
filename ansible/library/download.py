#!/usr/bin/python
"""Downloads files with known hashes; a file with another hash is never moved to its destination."""

from __future__ import annotations

import os
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.root_files import CHUNK, digest_of, hashed_differs
from ansible.module_utils.urls import fetch_url

DOCUMENTATION = """
module: download
short_description: Download files with known SHA-256, and create their folders
description:
  - Unlike with C(get_url), check mode works even if the folder does not exist, and a partial file never appears at the destination.
options:
  files: {description: "Files with C(url), C(path), C(sha256) and C(mode).", type: list, elements: dict, required: true}
author: The vaclab developers
"""

def bring(module, url, path, sha256, mode):
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o755, exist_ok=True)
    answer, info = fetch_url(module, url, timeout=60)
    if info["status"] != 200:
        module.fail_json(msg=f"{url}: {info['msg']}")
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".download-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        found = digest_of(temporary)
        if found != sha256:
            module.fail_json(msg=f"{url} has SHA-256 {found}, not {sha256}: it is not the reviewed file")
        os.chmod(temporary, mode)
        os.rename(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def main():
    module = AnsibleModule({"files": {"type": "list", "elements": "dict", "required": True}}, supports_check_mode=True)
    changed = []
    for file in module.params["files"]:
        path, mode = file["path"], int(file["mode"], 8)
        if not hashed_differs(path, file["sha256"], file["mode"]):
            continue
        changed.append(path)
        if not module.check_mode:
            bring(module, file["url"], path, file["sha256"], mode)
    module.exit_json(changed=bool(changed), msg=", ".join(changed))


if __name__ == "__main__":
    main()
