#!/usr/bin/python
"""Sends full-size packets that must not be fragmented to every other machine."""

from __future__ import annotations

import subprocess

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: network_probe
short_description: Check that full-size packets reach every peer
options:
  peers: {description: Addresses by name., type: dict, required: true}
  mtu: {description: Size of the packets in bytes., type: int, required: true}
  seconds: {description: Seconds to wait for each answer., type: int, default: 3}
author: The vaclab developers
"""

HEADERS = 28  # IPv4 and ICMP


def main():
    module = AnsibleModule(
        {"peers": {"type": "dict", "required": True}, "mtu": {"type": "int", "required": True},
         "seconds": {"type": "int", "default": 3}},
        supports_check_mode=True,
    )
    if module.check_mode and module.get_bin_path("ping") is None:
        module.exit_json(changed=False, msg="ping is not installed yet: prerequisites would install it")
    probes = {
        name: subprocess.Popen(
            ["ping", "-n", "-q", "-c", "2", "-i", "0.2", "-M", "do", "-s", str(module.params["mtu"] - HEADERS),
             "-W", str(module.params["seconds"]), "-w", str(module.params["seconds"]), address],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name, address in sorted(module.params["peers"].items())
    }
    unreached = [name for name, probe in probes.items() if probe.wait() != 0]
    if unreached:
        module.fail_json(msg=f"packets of {module.params['mtu']} bytes do not reach {', '.join(unreached)}: "
                             "compare the MTU of both machines and of the network between them", problems=unreached)
    module.exit_json(changed=False, report={"reached": sorted(probes)})


if __name__ == "__main__":
    main()
