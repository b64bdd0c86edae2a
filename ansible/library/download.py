#!/usr/bin/python
"""Downloads a file whose hash is known; what hashes otherwise never gets its name."""

from __future__ import annotations

import hashlib
import os
import tempfile

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.urls import fetch_url

DOCUMENTATION = """
module: download
short_description: A file with a known SHA-256, and its folder
description:
  - Unlike C(get_url), check mode works where the folder is still to be made, and a partial file never has the file's name.
options:
  url: {description: Where it is., type: str, required: true}
  path: {description: Where it goes., type: path, required: true}
  sha256: {description: What it must hash to., type: str, required: true}
  mode: {description: "Mode, C(0755).", type: str, required: true}
author: The vaclab developers
"""

CHUNK = 1 << 20


def digest_of(path):
    if not os.path.exists(path):
        return None
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def main():
    module = AnsibleModule(
        {"url": {"type": "str", "required": True}, "path": {"type": "path", "required": True},
         "sha256": {"type": "str", "required": True}, "mode": {"type": "str", "required": True}},
        supports_check_mode=True,
    )
    path, mode = module.params["path"], int(module.params["mode"], 8)
    if digest_of(path) == module.params["sha256"]:
        changed = module.set_mode_if_different(path, mode, False)
        module.exit_json(changed=changed)
    if module.check_mode:
        module.exit_json(changed=True)
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o755, exist_ok=True)
    answer, info = fetch_url(module, module.params["url"], timeout=60)
    if info["status"] != 200:
        module.fail_json(msg=f"{module.params['url']}: {info['msg']}")
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".download-")
    try:
        with os.fdopen(descriptor, "wb") as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        found = digest_of(temporary)
        if found != module.params["sha256"]:
            module.fail_json(msg=f"{module.params['url']} hashes to {found} and not to {module.params['sha256']}: it is not the file that was reviewed")
        os.chmod(temporary, mode)
        os.rename(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    module.exit_json(changed=True)


if __name__ == "__main__":
    main()
