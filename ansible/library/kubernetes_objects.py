#!/usr/bin/python
"""Brings objects of the cluster into a state, and says whether that was needed."""

from __future__ import annotations

import json
import os

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: kubernetes_objects
short_description: Server-side apply that knows whether it changes anything
description:
  - Asks the API server what would become of the objects (C(--dry-run=server)) and compares that with what they are.
  - Fields that were set before and are not given any more go away, since the API server knows who owns a field.
  - Where there is no k3s yet, check mode says that it would change.
options:
  objects: {description: The objects., type: list, elements: dict, required: true}
  manager: {description: Owner of the fields., type: str, default: lab-provision}
author: The vaclab developers
"""

KUBECTL = ["/usr/local/bin/k3s", "kubectl"]
VOLATILE = ("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp")


def stable(value):
    value = json.loads(json.dumps(value or {}))
    for field in VOLATILE:
        value.get("metadata", {}).pop(field, None)
    value.pop("status", None)
    return value


def main():
    module = AnsibleModule(
        {"objects": {"type": "list", "elements": "dict", "required": True},
         "manager": {"type": "str", "default": "lab-provision"}},
        supports_check_mode=True,
    )

    def kubectl(*words, given=None):
        status, out, err = module.run_command([*KUBECTL, *words], data=given)
        if status != 0:
            module.fail_json(msg=err.strip() or out.strip(), rc=status)
        return json.loads(out) if out.strip() else None

    if module.check_mode and not os.path.exists("/etc/rancher/k3s/k3s.yaml"):
        module.exit_json(changed=True, msg="no cluster yet")

    changed, before, after = [], "", ""
    for wanted in module.params["objects"]:
        metadata = wanted["metadata"]
        group = wanted["apiVersion"].rpartition("/")[0]
        kind = f"{wanted['kind'].lower()}s" + (f".{group}" if group else "")
        place = ["-n", metadata["namespace"]] if "namespace" in metadata else []
        apply = ["apply", "--server-side", "--force-conflicts", f"--field-manager={module.params['manager']}", "-f", "-", "-o", "json"]
        live = kubectl("get", kind, metadata["name"], *place, "--ignore-not-found=true", "-o", "json")
        text = json.dumps(wanted)
        if live is None and module.check_mode:
            changed.append(metadata["name"])
            continue
        would = kubectl(*apply, "--dry-run=server", given=text)
        if stable(live) == stable(would):
            continue
        changed.append(metadata["name"])
        if wanted["kind"] != "Secret":
            before += json.dumps(stable(live), indent=1, sort_keys=True) + "\n"
            after += json.dumps(stable(would), indent=1, sort_keys=True) + "\n"
        if not module.check_mode:
            kubectl(*apply, given=text)
    module.exit_json(changed=bool(changed), diff={"before": before, "after": after}, msg=", ".join(changed))


if __name__ == "__main__":
    main()
