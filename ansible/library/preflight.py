#!/usr/bin/python
"""Examines a machine before anything is changed on it, and lists all problems."""

from __future__ import annotations

import os
import platform
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = """
module: preflight
short_description: List all problems of a machine
description:
  - Changes nothing and never fails because of the machine. Each entry of C(problems) is a sentence with the remedy.
options:
  cluster: {description: Name of the cluster that the machine will join., type: str, required: true}
  address: {description: Address of the machine in the facts., type: str, required: true}
  systems: {description: "Minimum version by accepted system, C(id version).", type: dict, required: true}
  kernel: {description: "Minimum kernel version, C(major.minor).", type: str, required: true}
  cpus: {description: Minimum number of hardware threads., type: int, required: true}
  memory_mib: {description: Minimum memory in MiB., type: int, required: true}
  disk_mib: {description: Minimum free space in C(/var/lib) in MiB., type: int, required: true}
  controllers: {description: Required cgroup v2 controllers., type: list, elements: str, required: true}
  mounts: {description: Folders that must be mount points., type: list, elements: str, required: true}
  ports: {description: TCP ports that must be free., type: list, elements: int, required: true}
  skew: {description: "Maximum clock skew in seconds; checked by action_plugins/preflight.py, which knows both clocks.", type: float, required: true}
  version: {description: Target version of k3s., type: str, required: true}
  upgrade: {description: Whether a machine with an older version will be upgraded., type: bool, default: false}
  names: {description: Names that must resolve., type: list, elements: str, default: []}
author: The vaclab developers
"""

MARK = Path("/etc/vaclab/cluster")
FOREIGN = {
    "/etc/kubernetes/kubelet.conf": "kubeadm",
    "/etc/rancher/rke2/config.yaml": "RKE2",
    "/var/lib/rancher/rke2": "RKE2",
    "/var/snap/microk8s": "MicroK8s",
    "/var/lib/k0s": "k0s",
}


def read(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def run(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False).stdout.strip()
    except OSError:
        return ""


def numbers(version):
    return [int(part) for part in version.split(".")[:2] if part.isdigit()]


def look():
    """Collects everything that the checks need."""
    release = dict(line.split("=", 1) for line in read("/etc/os-release").splitlines() if "=" in line)
    memory = next((line for line in read("/proc/meminfo").splitlines() if line.startswith("MemTotal:")), "MemTotal: 0")
    listening = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in read(table).splitlines()[1:]:
            parts = line.split()
            if parts[3] == "0A":
                listening.add(int(parts[1].rsplit(":", 1)[1], 16))
    version = run("/usr/local/bin/k3s", "--version").split(" ")
    return {
        "system": release.get("ID", "unknown").strip('"'),
        "system_version": release.get("VERSION_ID", "0").strip('"'),
        "kernel": platform.release(),
        "architecture": platform.machine(),
        "cpus": os.cpu_count(),
        "memory_mib": int(memory.split()[1]) // 1024,
        "disk_free_mib": shutil.disk_usage("/var/lib").free >> 20,
        "addresses": run("hostname", "-I").split(),
        "hostname": socket.gethostname(),
        "machine_id": read("/etc/machine-id").strip(),
        "clock": time.time(),
        "controllers": read("/sys/fs/cgroup/cgroup.controllers").split(),
        "unified_cgroups": os.path.exists("/sys/fs/cgroup/cgroup.controllers"),
        "listening": sorted(listening),
        "k3s": version[2] if len(version) > 2 else None,
        "cluster": read(MARK).strip() or None,
        "data": os.path.isdir("/var/lib/rancher/k3s"),
    }


def judge(seen, wanted):
    lowest = wanted["systems"].get(seen["system"])
    if lowest is None or numbers(seen["system_version"]) < numbers(str(lowest)):
        known = ", ".join(f"{name} {version}" for name, version in sorted(wanted["systems"].items()))
        yield f"runs {seen['system']} {seen['system_version']}: install one of {known} or newer"
    if seen["architecture"] != "x86_64":
        yield f"is {seen['architecture']}: only x86_64 downloads have checksums"
    if numbers(seen["kernel"]) < numbers(wanted["kernel"]):
        yield f"runs kernel {seen['kernel']}: Cilium needs {wanted['kernel']} or newer"
    if seen["cpus"] < wanted["cpus"]:
        yield f"has {seen['cpus']} hardware threads: at least {wanted['cpus']} are needed"
    if seen["memory_mib"] < wanted["memory_mib"]:
        yield f"has {seen['memory_mib']} MiB of memory: at least {wanted['memory_mib']} MiB are needed"
    if seen["disk_free_mib"] < wanted["disk_mib"]:
        yield f"has {seen['disk_free_mib']} MiB free in /var/lib: at least {wanted['disk_mib']} MiB are needed"
    if not seen["unified_cgroups"]:
        yield "has no cgroup v2 at /sys/fs/cgroup: start it with systemd.unified_cgroup_hierarchy=1"
    missing = sorted(set(wanted["controllers"]) - set(seen["controllers"]))
    if missing:
        yield f"lacks the cgroup controllers {', '.join(missing)}: enable them on the kernel's command line"
    if wanted["address"] not in seen["addresses"]:
        yield f"has the addresses {', '.join(seen['addresses'])}, not {wanted['address']}: correct nodes.ts"
    for mount in wanted["mounts"]:
        if not os.path.ismount(mount):
            yield f"has nothing mounted at {mount}: mount the disk that nodes.ts declares there, or remove it from nodes.ts"
    for path, name in FOREIGN.items():
        if os.path.exists(path):
            yield f"belongs to a {name} cluster ({path}): choose another machine, or uninstall {name} first"
    if seen["cluster"] not in (None, wanted["cluster"]):
        yield f"belongs to the cluster '{seen['cluster']}', not to '{wanted['cluster']}': reset it there first"
    if seen["cluster"] is None and seen["data"]:
        yield "contains data of a k3s that we did not install (/var/lib/rancher/k3s): save it, then remove it"
    if seen["cluster"] is None:
        for port in sorted(set(wanted["ports"]) & set(seen["listening"])):
            yield f"has another program listening on port {port}: stop it"
    if seen["k3s"] not in (None, wanted["version"]):
        yield from judge_upgrade(seen["k3s"], wanted["version"], wanted["upgrade"])
    for name in wanted["names"]:
        try:
            socket.getaddrinfo(name, 443)
        except OSError as error:
            yield f"cannot resolve {name}: {error.strerror}"


def judge_upgrade(runs, version, asked):
    """Kubernetes can be upgraded one minor version at a time, and never downgraded."""
    steps = numbers(version.lstrip("v"))[1] - numbers(runs.lstrip("v"))[1]
    if steps < 0 or (steps == 0 and exact(version) < exact(runs)):
        yield f"runs k3s {runs}, which is newer than {version}: restore a backup of that version instead"
    elif steps > 1:
        yield f"runs k3s {runs}, and {version} is {steps} minor versions ahead: upgrade to the versions in between first"
    elif not asked:
        yield f"runs k3s {runs}, not {version}: run pnpm provision upgrade {version}"


def exact(version):
    return [int(part) for part in re.findall(r"\d+", version)]


def main():
    spec = {
        "cluster": {"type": "str", "required": True},
        "address": {"type": "str", "required": True},
        "systems": {"type": "dict", "required": True},
        "kernel": {"type": "str", "required": True},
        "cpus": {"type": "int", "required": True},
        "memory_mib": {"type": "int", "required": True},
        "disk_mib": {"type": "int", "required": True},
        "controllers": {"type": "list", "elements": "str", "required": True},
        "mounts": {"type": "list", "elements": "str", "required": True},
        "ports": {"type": "list", "elements": "int", "required": True},
        "skew": {"type": "float", "required": True},
        "version": {"type": "str", "required": True},
        "upgrade": {"type": "bool", "default": False},
        "names": {"type": "list", "elements": "str", "default": []},
    }
    module = AnsibleModule(spec, supports_check_mode=True)
    seen = look()
    module.exit_json(changed=False, seen=seen, problems=list(judge(seen, module.params)), report=seen)


if __name__ == "__main__":
    main()
