import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type TestLab, testLab } from "./lab.ts";
import { minutes } from "./limits.ts";
import {
	type Machine,
	type Machines,
	startMachines,
} from "./machines/machines.ts";

const both = ["server-1", "agent-1"] as const;
/** Prints a checksum of everything that provisioning could have changed. */
const fingerprint =
	"find /etc /usr/local /var/lib/dpkg/status -type f ! -name '*-' -exec sha256sum {} + | sort | sha256sum";

describeNeeding(
	["root", "python", "debootstrap"],
	"problems before a run",
	() => {
		let machines: Machines;
		let lab: TestLab;
		let server: Machine;
		let agent: Machine;
		let untouched: string;
		const sum = async () =>
			(await Promise.all([server.shell(fingerprint), agent.shell(fingerprint)]))
				.map(({ stdout }) => stdout)
				.join("");
		const knownHosts = () =>
			join(machines.folder, "operator/inventory/known_hosts");

		beforeAll(async () => {
			machines = await startMachines();
			lab = await testLab(machines, both);
			server = lab.machines["server-1"] as Machine;
			agent = lab.machines["agent-1"] as Machine;
			untouched = await sum();
		}, minutes(15));
		afterEach(async () => {
			expect(await sum()).toBe(untouched);
		});
		afterAll(() => machines?.end());

		test(
			"all problems of all machines are reported at once",
			async () => {
				await lab.describe(both, {
					preflight_names: ["nowhere.invalid"],
					preflight_needs: {
						systems: { ubuntu: "22.04" },
						kernel: "99.0",
						cpus: 9999,
						memory_mib: 999_999_999,
						disk_mib: 999_999_999,
						controllers: ["none-such"],
						skew: 2,
					},
				});
				// All machines share the kernel's clock, so shift Python's instead.
				const clock = "/usr/lib/python3/dist-packages/clock.pth";
				await agent.shell(
					`echo 'import time; time.time = lambda real=time.time: real() + 90' > ${clock}`,
				);
				await agent.shell(
					"mkdir -p /etc/kubernetes; touch /etc/kubernetes/kubelet.conf; mkdir -p /var/lib/rancher/k3s; hostname server-1; setsid python3 -m http.server 10250 >/dev/null 2>&1 & for i in $(seq 50); do grep -q ':280A' /proc/net/tcp && break; sleep 0.1; done",
				);
				const { exit, stderr } = await lab.provision(["cluster"]);
				await agent.shell(
					`rm -r /etc/kubernetes /var/lib/rancher ${clock}; hostname agent-1; pkill -f 'http.server 10250'`,
				);
				expect(exit).toBe(3);
				for (const name of both) {
					for (const problem of [
						"runs debian 12",
						"runs kernel",
						"hardware threads",
						"MiB of memory",
						"MiB free in /var/lib",
						"lacks the cgroup controllers none-such",
						"cannot resolve nowhere.invalid",
					]) {
						expect(stderr).toMatch(
							new RegExp(`error\\[preflight\\]: ${name} (has )?.*${problem}`),
						);
					}
				}
				expect(stderr).toMatch(/agent-1 has a clock that is \+\d+ s off/);
				expect(stderr).not.toMatch(/server-1 has a clock/);
				expect(stderr).toMatch(/agent-1 belongs to a kubeadm cluster/);
				expect(stderr).toMatch(
					/agent-1 contains data of a k3s that we did not install/,
				);
				expect(stderr).toMatch(
					/agent-1 has another program listening on port 10250/,
				);
				expect(stderr).toMatch(/both have the host name server-1/);
			},
			minutes(2),
		);

		test(
			"a machine of another cluster is rejected",
			async () => {
				await lab.describe(both);
				await agent.shell(
					"mkdir /etc/vaclab; echo elsewhere > /etc/vaclab/cluster",
				);
				const cluster = await lab.provision(["cluster"]);
				const reset = await lab.provision([
					"reset",
					"--cluster-name",
					"vaclab",
				]);
				await agent.shell("rm -r /etc/vaclab");
				for (const { exit, stderr } of [cluster, reset]) {
					expect(exit).toBe(3);
					expect(stderr).toMatch(
						/agent-1 belongs to the cluster 'elsewhere', not to 'vaclab'/,
					);
				}
			},
			minutes(2),
		);

		test(
			"a wrong address and an unmounted disk are reported",
			async () => {
				await lab.describe(both);
				const text = await readFile(lab.inventoryFile, "utf8");
				await writeFile(
					lab.inventoryFile,
					text
						.replace("address: 10.77.0.12", "address: 192.0.2.9")
						.replaceAll("mounts: []", "mounts: [/data]"),
				);
				const { exit, stderr } = await lab.provision(["cluster"]);
				expect(exit).toBe(3);
				expect(stderr).toMatch(
					/agent-1 has the addresses 10\.77\.0\.12, not 192\.0\.2\.9/,
				);
				expect(stderr).toMatch(/server-1 has nothing mounted at \/data/);
			},
			minutes(2),
		);

		test(
			"an unknown node: exit 2 with the nearest name",
			async () => {
				await lab.describe(both);
				for (const words of [
					["node", "agent-l"],
					["remove", "agent-l"],
					["cluster", "--limit", "server-1,agent-l"],
				]) {
					const { exit, stderr } = await lab.provision(words);
					expect(exit).toBe(2);
					expect(stderr).toMatch(
						/error\[unknown-node\][\s\S]*did you mean 'agent-1'\?/,
					);
				}
			},
			minutes(1),
		);

		test(
			"an unpinned version and an undeclared secret: exit 2",
			async () => {
				const upgrade = await lab.provision(["upgrade", "v1.35.55+k3s1"]);
				expect(upgrade).toMatchObject({ exit: 2 });
				expect(upgrade.stderr).toMatch(/did you mean 'v1\.35\.5\+k3s1'\?/);
				const rotate = await lab.provision([
					"rotate-secrets",
					"authentik/google",
				]);
				expect(rotate).toMatchObject({ exit: 2 });
				expect(rotate.stderr).toMatch(/google-oauth/);
			},
			minutes(1),
		);

		test(
			"the last server cannot be removed",
			async () => {
				const { exit, stderr } = await lab.provision(["remove", "server-1"]);
				expect(exit).toBe(2);
				expect(stderr).toContain("error[server-not-removable]");
			},
			minutes(1),
		);

		test(
			"a wrong vault password and a missing one: exit 2",
			async () => {
				const file = join(machines.folder, "operator/vault-password");
				const right = await readFile(file, "utf8");
				await writeFile(file, "opens-nothing");
				const wrong = await lab.provision(["cluster"]);
				await rm(file);
				const missing = await lab.provision(["cluster"]);
				await writeFile(file, right);
				expect(wrong.exit).toBe(2);
				expect(wrong.stderr).toContain("error[vault-password-wrong]");
				expect(missing.exit).toBe(2);
				expect(missing.stderr).toContain("error[vault-password-missing]");
			},
			minutes(2),
		);

		test(
			"a download without a checksum: exit 2",
			async () => {
				const text = await readFile(lab.inventoryFile, "utf8");
				await writeFile(
					lab.inventoryFile,
					text.replace(/sha256: "?[0-9a-f]{64}"?/, 'sha256: ""'),
				);
				const { exit, stderr } = await lab.provision(["cluster"]);
				await lab.describe(both);
				expect(exit).toBe(2);
				expect(stderr).toContain("error[unpinned-download]");
			},
			minutes(1),
		);

		test(
			"a changed host key and an unpinned one: exit 3 with the remedy",
			async () => {
				const pinned = await readFile(knownHosts(), "utf8");
				const [first, second] = pinned.trim().split("\n") as [string, string];
				const key = (line: string) => line.split(" ").slice(1).join(" ");
				await writeFile(
					knownHosts(),
					`${first}\n${agent.address} ${key(first)}\n`,
				);
				const changed = await lab.provision(["cluster"]);
				await writeFile(knownHosts(), `${first}\n`);
				const unknown = await lab.provision(["cluster"]);
				await writeFile(knownHosts(), pinned);
				expect(changed.exit).toBe(3);
				expect(changed.stderr).toMatch(/error\[host-key-changed\]: agent-1/);
				expect(unknown.exit).toBe(3);
				expect(unknown.stderr).toMatch(/error\[host-key-unknown\]: agent-1/);
				expect(second).toContain(agent.address);
			},
			minutes(2),
		);

		test(
			"a machine that is switched off: exit 3 with its name",
			async () => {
				await agent.stop();
				const { exit, stderr } = await lab.provision(["cluster"]);
				await agent.start();
				expect(exit).toBe(3);
				expect(stderr).toMatch(
					/error\[unreachable-host\]: agent-1 cannot be reached/,
				);
			},
			minutes(2),
		);

		test(
			"a wrong sudo password: exit 3",
			async () => {
				await lab.describe(both, {
					ansible_become_password: "not-the-password",
				});
				const { exit, stderr } = await lab.provision(["cluster"]);
				await lab.describe(both);
				expect(exit).toBe(3);
				expect(stderr).toMatch(/error\[become-refused\]: (agent|server)-1/);
			},
			minutes(2),
		);
	},
);
