#!/usr/bin/python
"""Applies objects to the cluster, and reports whether that changed anything."""

from __future__ import annotations

import json
import os
import time

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: kubernetes_objects
short_description: Server-side apply that reports whether it changes anything
description:
  - Compares the live objects with the result of C(--dry-run=server).
  - Fields that were set before and are no longer given are removed, because the API server tracks field ownership.
  - If k3s is not installed yet, check mode reports a change.
options:
  objects: {description: The objects., type: list, elements: dict, required: true}
  manager: {description: Field manager., type: str, default: lab-provision}
  appear: {description: "Seconds to wait for another controller to create the objects before changing them.", type: int, default: 0}
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


def identity(one):
    return (one["kind"], one["metadata"].get("namespace", ""), one["metadata"]["name"])


def listing(objects, identities):
    return "".join(json.dumps(stable(objects[one]), indent=1, sort_keys=True) + "\n" for one in identities if one in objects)


def main():
    module = AnsibleModule(
        {"objects": {"type": "list", "elements": "dict", "required": True},
         "manager": {"type": "str", "default": "lab-provision"}, "appear": {"type": "int", "default": 0}},
        supports_check_mode=True,
    )

    def kubectl(*words, given=None, patient=False):
        status, out, err = module.run_command([*KUBECTL, *words], data=given)
        if status != 0 and patient:
            return None
        if status != 0:
            module.fail_json(msg=err.strip() or out.strip(), rc=status)
        return json.loads(out) if out.strip() else None

    if module.check_mode and not os.path.exists("/etc/rancher/k3s/k3s.yaml"):
        module.exit_json(changed=True, msg="no cluster yet")

    wanted = module.params["objects"]
    apply = ["apply", "--server-side", "--force-conflicts", f"--field-manager={module.params['manager']}", "-f", "-", "-o", "json"]

    def ask(words, objects, patient=False):
        """Calls kubectl once for all objects. Returns its answers by object."""
        if not objects:
            return {}
        answer = kubectl(*words, patient=patient, given=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
        found = [] if answer is None else answer["items"] if answer["kind"] == "List" else [answer]
        return {identity(one): one for one in found}

    look = ["get", "-f", "-", "--ignore-not-found=true", "-o", "json"]
    appear = module.params["appear"]
    until = time.monotonic() + (0 if module.check_mode else appear)
    # Their CRD may not be installed yet either.
    while len(live := ask(look, wanted, patient=appear > 0)) < len(wanted) and time.monotonic() < until:
        time.sleep(2)
    if appear and not module.check_mode and len(live) < len(wanted):
        absent = sorted(one["metadata"]["name"] for one in wanted if identity(one) not in live)
        module.fail_json(msg=f"{wanted[0]['kind']} {', '.join(absent)} not created within {appear} s")
        # Missing objects certainly change, and a dry run would fail if their namespace is missing too.
    would = ask([*apply, "--dry-run=server"], [one for one in wanted if identity(one) in live])
    changed = [one for one in wanted
               if identity(one) not in live or stable(live[identity(one)]) != stable(would[identity(one)])]
    if not module.check_mode:
        ask(apply, changed)
    shown = [identity(one) for one in changed if one["kind"] != "Secret"]
    module.exit_json(changed=bool(changed), msg=", ".join(one["metadata"]["name"] for one in changed),
                     diff={"before": listing(live, shown), "after": listing(would, shown)})


if __name__ == "__main__":
    main()
