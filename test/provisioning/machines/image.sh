#!/usr/bin/env bash
# Builds the system that every test machine starts from, and prints nothing. Needs root, debootstrap and a Debian mirror.
#   image.sh <folder that must not exist yet> <mirror>
set -euo pipefail
image=$1 mirror=$2
building=$(mktemp -d "$image.XXXXXX")
trap 'rm -rf "$building"' EXIT

# Only what a freshly installed machine brings: the rest is what we test the installation of.
debootstrap --variant=minbase \
	--include=systemd,systemd-sysv,dbus,python3,python3-apt,openssh-server,sudo,iproute2,kmod,procps,ca-certificates \
	bookworm "$building/root" "$mirror" >"$building/log" 2>&1 || { tail -20 "$building/log" >&2; exit 1; }

# The machines have no way out, so apt finds in its cache what the playbooks install.
chroot "$building/root" apt-get clean
chroot "$building/root" apt-get install -y --download-only --no-install-recommends nftables open-iscsi nfs-common iputils-ping >>"$building/log" 2>&1

chroot "$building/root" useradd --create-home --shell /bin/bash --groups sudo provisioner
echo 'provisioner:become-me' | chroot "$building/root" chpasswd
# What only a real machine can do, or what would cost time at each start.
chroot "$building/root" systemctl mask --quiet systemd-udevd.service systemd-udev-trigger.service systemd-sysctl.service \
	systemd-modules-load.service systemd-logind.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer \
	fstrim.timer dpkg-db-backup.timer console-getty.service getty.target >>"$building/log" 2>&1
rm -f "$building/root"/etc/ssh/ssh_host_*
: >"$building/root/etc/machine-id"
rm -rf "$building/root/var/log/apt" "$building/root/var/log/dpkg.log"
mv "$building/root" "$image"
