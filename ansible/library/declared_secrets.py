#!/usr/bin/python
"""Creates the Secrets that the lab declares, from existing values, supplied values and random ones."""

from __future__ import annotations

import base64
import json
import os
import secrets
import string

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: declared_secrets
short_description: Create the declared Secrets, and generate each value only once
description:
  - An existing random key is kept unless C(rotate) names its secret. A supplied key is set to the supplied value.
  - Reports the names of changed Secrets and never a value.
options:
  secrets: {description: "Declarations, ordered so that C(same) refers to an earlier one.", type: list, elements: dict, required: true}
  brought: {description: "Supplied values by C(namespace/name/key).", type: dict, required: true, no_log: true}
  rotate: {description: "Secrets to regenerate, C(namespace/name), or C(all).", type: list, elements: str, default: []}
author: The vaclab developers
"""

KUBECTL = ["/usr/local/bin/k3s", "kubectl"]
ALPHABETS = {"alphanumeric": string.ascii_letters + string.digits, "hex": "0123456789abcdef"}


def draw(declared):
    return "".join(secrets.choice(ALPHABETS[declared["charset"]]) for _ in range(declared["length"]))


def main():
    module = AnsibleModule(
        {"secrets": {"type": "list", "elements": "dict", "required": True, "no_log": False},
         "brought": {"type": "dict", "required": True, "no_log": True},
         "rotate": {"type": "list", "elements": "str", "default": []}},
        supports_check_mode=True,
    )
    if module.check_mode and not os.path.exists("/etc/rancher/k3s/k3s.yaml"):
        module.exit_json(changed=True, msg="no cluster yet")

    def kubectl(*words, given=None):
        status, out, err = module.run_command([*KUBECTL, *words], data=given)
        if status != 0:
            module.fail_json(msg=err.strip(), rc=status)
        return json.loads(out) if out.strip() else None

    def many(items):
        return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})

    def named(secret):
        return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": secret["name"], "namespace": secret["namespace"]}}

    answer = kubectl("get", "-f", "-", "--ignore-not-found=true", "-o", "json",
                     given=many([named(secret) for secret in module.params["secrets"]])) or {"kind": "List", "items": []}
    existing = {(one["metadata"]["namespace"], one["metadata"]["name"]): one
                for one in (answer["items"] if answer["kind"] == "List" else [answer])}
    rotate, values, missing, changed = module.params["rotate"], {}, [], []
    for secret in module.params["secrets"]:
        place = f"{secret['namespace']}/{secret['name']}"
        live = existing.get((secret["namespace"], secret["name"]), {})
        have = {key: base64.b64decode(value).decode() for key, value in (live.get("data") or {}).items()}
        wanted = {}
        for key, declared in sorted(secret["keys"].items()):
            rotated = place in rotate or "all" in rotate
            if declared["how"] == "random":
                kept = have.get(key) if secret["rewritten"] or not rotated else None
                wanted[key] = kept or draw(declared)
            elif declared["how"] == "same":
                wanted[key] = values[declared["as"]]
            elif f"{place}/{key}" in module.params["brought"]:
                wanted[key] = str(module.params["brought"][f"{place}/{key}"])
            elif key in have:
                wanted[key] = have[key]
            else:
                missing.append(f"{place}/{key} ({declared['what']})")
        values.update({f"{place}/{key}": value for key, value in wanted.items()})
        if {key: have.get(key) for key in wanted} == wanted:
            continue
        changed.append((place, secret, wanted))
    if missing:
        module.fail_json(msg=f"the vault lacks {', '.join(missing)}", problems=missing)
    if changed and not module.check_mode:
        namespaces = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
                      for name in sorted({secret["namespace"] for _, secret, _ in changed})]
        given = [{**named(secret), "type": "Opaque", "stringData": wanted} for _, secret, wanted in changed]
        kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=lab-provision", "-f", "-", "-o", "json",
                given=many([*namespaces, *given]))
    module.exit_json(changed=bool(changed), msg=", ".join(place for place, *_ in changed))


if __name__ == "__main__":
    main()
