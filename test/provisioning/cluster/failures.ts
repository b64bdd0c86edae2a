import { expect, test } from "vitest";
import { nodeVersions } from "../kubectl.ts";
import { minutes } from "../limits.ts";
import { before, firstThree, lab, machine, server } from "./_lab.ts";

/** Scenarios of failures during a run. */
export function failures(): void {
	const atOnce = { ...before, agents_at_once: firstThree.length };
	test(
		"a firewall that locks the operator out is rolled back",
		async () => {
			await lab.describe(firstThree, {
				...atOnce,
				firewall_features: ["embedded-etcd", "kube-ovn"],
			});
			await lab.report(["firewall"]);
			const wanted = await server.shell("nft list table inet vaclab");
			expect(wanted.stdout).toMatch(
				/ip saddr \{ 10\.77\.0\.12, 10\.77\.0\.13 \} tcp dport 6641-6644 accept/,
			);
			await lab.describe(firstThree, {
				...atOnce,
				firewall_seconds: 6,
				firewall_rules: [
					{ port: 6443, protocol: "tcp", what: "all but ssh", sources: [] },
				],
			});
			const cut = await lab.provision(["firewall", "--limit", "server-1"]);
			expect(cut.exit).toBe(3);
			await expect
				.poll(
					async () => (await server.shell("nft list table inet vaclab")).stdout,
					{ timeout: 20_000, interval: 500 },
				)
				.toBe(wanted.stdout);
			await lab.describe(firstThree, atOnce);
			expect((await lab.provision(["firewall"])).exit).toBe(0);
			const closed = await server.shell("nft list table inet vaclab");
			expect(closed.stdout).not.toContain("6641");
		},
		minutes(3),
	);

	test(
		"a failing proof and a node that is not Ready are named",
		async () => {
			await lab.describe(firstThree, { ...before, verify_seconds: 5 });
			await server.shell("echo dns > /etc/stand-in-failing-job");
			const proof = await lab.provision(["verify"]);
			await server.shell("rm /etc/stand-in-failing-job");
			await machine("agent-2").shell("systemctl stop k3s-agent");
			await expect
				.poll(async () => (await nodeVersions(server))["agent-2"], {
					timeout: 20_000,
					interval: 500,
				})
				.toMatch(/not ready/);
			const node = await lab.provision(["verify"]);
			await machine("agent-2").shell("systemctl start k3s-agent");
			await lab.describe(firstThree, before);
			expect(proof.exit).toBe(3);
			expect(proof.stderr).toMatch(
				/timed out waiting for the condition on jobs\/dns/,
			);
			expect(node.exit).toBe(3);
			expect(node.stderr).toMatch(
				/of which Ready: agent-1, server-1\b(?!, agent-2)/,
			);
		},
		minutes(3),
	);

	test(
		"lost full-size packets are detected before k3s is touched",
		async () => {
			await machine("agent-2").shell("ip link set eth0 mtu 1400");
			const { exit, stderr } = await lab.provision(["cluster"]);
			await machine("agent-2").shell("ip link set eth0 mtu 1500");
			expect(exit).toBe(3);
			expect(stderr).toMatch(
				/packets of 1500 bytes do not reach agent-1, server-1/,
			);
		},
		minutes(3),
	);
}
