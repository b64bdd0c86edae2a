#!/usr/bin/python
"""Brings objects of the cluster into a state, and says whether that was needed."""

from __future__ import annotations

import json
import os
import time

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
  appear: {description: "Seconds to wait for the objects, which another makes; this adds to them.", type: int, default: 0}
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
        """Answers by object; one call for all of them."""
        if not objects:
            return {}
        answer = kubectl(*words, patient=patient, given=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
        found = [] if answer is None else answer["items"] if answer["kind"] == "List" else [answer]
        return {identity(one): one for one in found}

    look = ["get", "-f", "-", "--ignore-not-found=true", "-o", "json"]
    appear = module.params["appear"]
    until = time.monotonic() + (0 if module.check_mode else appear)
    # Their kind may be still to come too.
    while len(live := ask(look, wanted, patient=appear > 0)) < len(wanted) and time.monotonic() < until:
        time.sleep(2)
    if appear and not module.check_mode and len(live) < len(wanted):
        absent = sorted(one["metadata"]["name"] for one in wanted if identity(one) not in live)
        module.fail_json(msg=f"after {appear} s nobody has made {wanted[0]['kind']} {', '.join(absent)}")
    # What is not there changes for certain, and its namespace may not be there either to ask in.
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
