#!/usr/bin/python
"""Runs jobs that prove something, and clears them away again."""

from __future__ import annotations

import json

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: proofs
short_description: Run jobs in a namespace of their own, and say which do not complete
description:
  - Whatever an earlier run has left in the namespace is cleared away first, since a proof of yesterday proves nothing today.
options:
  namespace: {description: Their namespace., type: str, required: true}
  objects: {description: "The namespace, the jobs, and what they need.", type: list, elements: dict, required: true}
  seconds: {description: How long they may take., type: int, required: true}
author: The vaclab developers
"""

KUBECTL = ["/usr/local/bin/k3s", "kubectl"]


def main():
    module = AnsibleModule(
        {"namespace": {"type": "str", "required": True}, "seconds": {"type": "int", "required": True},
         "objects": {"type": "list", "elements": "dict", "required": True}},
        supports_check_mode=False,
    )
    namespace, seconds, objects = (module.params[name] for name in ("namespace", "seconds", "objects"))

    def kubectl(*words, given=None):
        status, out, err = module.run_command([*KUBECTL, *words], data=given)
        return None if status == 0 else err.strip() or out.strip()

    def clear():
        return kubectl("delete", "namespace", namespace, "--ignore-not-found=true", "--timeout=120s")

    def prove():
        jobs = [f"jobs/{one['metadata']['name']}" for one in objects if one["kind"] == "Job"]
        return kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=lab-provision", "-f", "-", "-o", "json",
                       given=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects})) or \
            kubectl("wait", *jobs, "--for=condition=complete", "-n", namespace, f"--timeout={seconds}s")

    # What failed stays, so that a person can look at it.
    error = clear() or prove() or clear()
    if error:
        module.fail_json(msg=f"{error}; its pods are in the namespace {namespace}")
    module.exit_json(changed=False)


if __name__ == "__main__":
    main()
