#!/usr/bin/python
"""Runs jobs that prove that the cluster works, and deletes them afterwards."""

from __future__ import annotations

import json

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: proofs
short_description: Run jobs in their own namespace, and report which do not complete
description:
  - Deletes the namespace of an earlier run first, because old results prove nothing.
options:
  namespace: {description: Namespace of the jobs., type: str, required: true}
  objects: {description: "The namespace, the jobs, and the objects they need.", type: list, elements: dict, required: true}
  seconds: {description: Timeout in seconds., type: int, required: true}
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

    # Failed jobs are kept for inspection.
    error = clear() or prove() or clear()
    if error:
        module.fail_json(msg=f"{error}; its pods are in the namespace {namespace}")
    module.exit_json(changed=False)


if __name__ == "__main__":
    main()
