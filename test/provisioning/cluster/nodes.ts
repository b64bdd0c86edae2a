import { expect, test } from "vitest";
import { journal, nodeVersions } from "../kubectl.ts";
import { versions } from "../lab.ts";
import { minutes } from "../limits.ts";
import {
	before,
	changes,
	firstThree,
	lab,
	machine,
	onAll,
	server,
} from "./_lab.ts";

/** Scenarios of adding and removing a node. */
export function nodeChanges(): void {
	test(
		"a new node joins, and on the others only the firewall changes",
		async () => {
			await lab.describe([...firstThree, "agent-3"], before);
			const fingerprint =
				"systemctl show -p ExecMainStartTimestampMonotonic k3s k3s-agent; find /etc /usr/local -type f -not -path '/etc/vaclab/firewall/*' -exec sha256sum {} + | sort | sha256sum";
			const untouched = await onAll(fingerprint);
			const added = await lab.report(["node", "agent-3"]);
			expect(await onAll(fingerprint)).toEqual(untouched);
			expect((await nodeVersions(server))["agent-3"]).toBe(versions.before);
			const elsewhere = added.tasks.filter(
				({ host, role }) =>
					host !== "agent-3" && !["preflight", "firewall"].includes(role),
			);
			expect(elsewhere).toEqual([]);
		},
		minutes(5),
	);

	test(
		"a restarted machine joins again",
		async () => {
			await machine("agent-3").stop();
			await machine("agent-3").start();
			await expect
				.poll(async () => (await nodeVersions(server))["agent-3"], {
					timeout: 30_000,
					interval: 1000,
				})
				.toBe(versions.before);
			expect(
				(await machine("agent-3").shell("nft list table inet vaclab")).exit,
			).toBe(0);
		},
		minutes(1),
	);

	test(
		"removing a node drains it, moves its volume replicas and deletes it, but keeps data",
		async () => {
			await machine("agent-3").shell("touch /var/lib/longhorn/volume");
			const callsBefore = (await journal(server)).length;
			await lab.report(["remove", "agent-3"]);
			const calls = (await journal(server)).slice(callsBefore);
			expect(calls).toEqual([
				"drain agent-3",
				"apply nodes.longhorn.io/longhorn-system/agent-3",
				"delete nodes//agent-3",
				"delete nodes.longhorn.io/longhorn-system/agent-3",
				"delete secrets/kube-system/agent-3.node-password.k3s",
			]);
			expect(Object.keys(await nodeVersions(server))).not.toContain("agent-3");
			const { stdout } = await machine("agent-3").shell(
				"ls -d /etc/vaclab /etc/rancher /var/lib/rancher /usr/local/bin/k3s /etc/systemd/system/k3s-agent.service 2>/dev/null; ls /var/lib/longhorn; nft list tables",
			);
			expect(stdout).toBe("volume\n");
			expect(changes(await lab.report(["remove", "agent-3"]))).toEqual([]);
		},
		minutes(5),
	);

	test(
		"a removed node can be added again; --gone removes it while its machine is off, --wipe deletes its data too",
		async () => {
			await lab.report(["node", "agent-3"]);
			expect((await nodeVersions(server))["agent-3"]).toBe(versions.before);
			await machine("agent-3").stop();
			await lab.report(["remove", "agent-3", "--gone"]);
			expect(Object.keys(await nodeVersions(server))).not.toContain("agent-3");
			await machine("agent-3").start();
			await expect
				.poll(async () => (await nodeVersions(server))["agent-3"], {
					timeout: 30_000,
					interval: 1000,
				})
				.toBe(versions.before);
			await lab.report(["remove", "agent-3", "--wipe"]);
			expect(
				(await machine("agent-3").shell("ls -d /var/lib/longhorn")).exit,
			).not.toBe(0);
		},
		minutes(8),
	);
}
