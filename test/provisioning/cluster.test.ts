import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journal, kubectl, nodeVersions } from "./kubectl.ts";
import {
	broughtSecret,
	type Report,
	type TestLab,
	testLab,
	vaultPassword,
	versions,
} from "./lab.ts";
import {
	account,
	type Machine,
	type Machines,
	startMachines,
} from "./machines/machines.ts";

const firstThree = ["server-1", "agent-1", "agent-2"] as const;
/** The cluster starts with the version before, so that there is one to go to. */
const before = { k3s_version: versions.before, agents_at_once: 1 };
const minutes = (count: number) => count * 60_000;

describeNeeding(
	["root", "python", "debootstrap"],
	"one server and two agents",
	() => {
		let machines: Machines;
		let lab: TestLab;
		let server: Machine;
		let fresh: Report;
		const machine = (name: string): Machine => {
			const found = lab.machines[name];
			if (found === undefined) throw new Error(`no machine ${name}`);
			return found;
		};
		const onAll = async (line: string) =>
			Object.fromEntries(
				await Promise.all(
					firstThree.map(
						async (name) =>
							[name, (await machine(name).shell(line)).stdout] as const,
					),
				),
			);
		const changes = ({ tasks }: Report) =>
			tasks
				.filter(({ changed }) => changed)
				.map(({ host, task }) => `${host}: ${task}`);

		beforeAll(async () => {
			machines = await startMachines();
			lab = await testLab(machines, [...firstThree, "agent-3"]);
			await lab.describe(firstThree, before);
			server = machine("server-1");
		}, minutes(15));
		afterAll(() => machines?.end());

		test(
			"check mode on bare machines shows a plan, and changes nothing",
			async () => {
				const look =
					"ls -R /etc /usr/local /var/lib/rancher 2>&1 | sha256sum; dpkg -l | sha256sum";
				const untouched = await onAll(look);
				const { exit, stdout } = await lab.provision(["cluster", "--check"]);
				expect(exit).toBe(0);
				expect(stdout).toMatch(/server-1: k3s_binary: Download k3s/);
				expect(stdout).toMatch(/would change/);
				expect(await onAll(look)).toEqual(untouched);
			},
			minutes(5),
		);

		test(
			"one command makes a lab of them",
			async () => {
				fresh = await lab.report(["cluster"]);
				expect(fresh.outcome).toBe("done");
				expect(await nodeVersions(server)).toEqual({
					"server-1": versions.before,
					"agent-1": versions.before,
					"agent-2": versions.before,
				});
			},
			minutes(10),
		);

		test("nodes have their labels and taints, and Longhorn its disks and tags", async () => {
			const [agent] = await kubectl(server, "get nodes agent-2");
			expect(agent).toMatchObject({
				metadata: { labels: { "node-role.kubernetes.io/worker": "true" } },
				spec: { taints: [{ key: "dedicated", effect: "PreferNoSchedule" }] },
			});
			const [longhorn] = await kubectl(
				server,
				"get nodes.longhorn.io agent-2 -n longhorn-system",
			);
			expect(longhorn?.spec).toMatchObject({
				tags: ["worker"],
				disks: { "default-disk": { tags: ["first-disk"] } },
			});
		});

		test("charts come in order, before the repository, and Longhorn's nodes after it", async () => {
			const told = await journal(server);
			const order = [
				"join agent-2",
				"chart cilium",
				"chart cert-manager",
				"chart rancher",
				"apply secrets/authentik/authentik-bootstrap",
				"apply gitrepos.fleet.cattle.io/fleet-local/vaclab-2",
				"apply nodes.longhorn.io/longhorn-system/agent-2",
				"apply jobs.batch/lab-verify/reach-agent-2",
			].map((start) => told.findIndex((line) => line.startsWith(start)));
			expect(order).not.toContain(-1);
			expect(order).toEqual([...order].sort((a, b) => a - b));
		});

		test("every declared secret is there, and a copy equals what it copies", async () => {
			const read = async (namespace: string, name: string) =>
				(await kubectl(server, `get secret ${name} -n ${namespace}`))[0]?.data;
			const client = await read("vmetrics", "grafana-authentik-oidc");
			expect(client?.client_secret).toMatch(/^.{60,}$/);
			expect(client).toEqual(await read("authentik", "grafana-authentik-oidc"));
			expect(
				Buffer.from(
					(await read("authentik", "google-oauth"))?.client_id ?? "",
					"base64",
				).toString(),
			).toBe(broughtSecret);
		});

		test("what root alone may read is read by root alone", async () => {
			const { stdout } = await server.shell(
				"stat -c '%a %n' /etc/rancher/k3s /etc/rancher/k3s/* /etc/vaclab/firewall",
			);
			expect(stdout).toBe(
				[
					"700 /etc/rancher/k3s",
					"600 /etc/rancher/k3s/config.yaml",
					"600 /etc/rancher/k3s/k3s.yaml",
					"600 /etc/rancher/k3s/scheduler.yaml",
					"600 /etc/rancher/k3s/token",
					"700 /etc/vaclab/firewall",
					"",
				].join("\n"),
			);
		});

		test("kernel settings stand in a file with their reasons; those of the namespace are in force", async () => {
			const file = await server.read("/etc/sysctl.d/90-vaclab.conf");
			expect(file).toMatch(/# .{20,}\nfs\.nr_open = 1048576\n/);
			expect((await server.shell("sysctl -n net.core.somaxconn")).stdout).toBe(
				"8192\n",
			);
			expect(
				await readFile("/proc/sys/fs/inotify/max_user_instances", "utf8"),
			).not.toBe("8192\n");
		});

		test("a stranger reaches ssh and nothing of the cluster, a peer does", async () => {
			const knock = (address: string, port: number) =>
				`timeout 2 bash -c ': </dev/tcp/${address}/${port}' 2>/dev/null && echo open || echo shut`;
			const fromStranger = await machines.network.run(
				"bash",
				["-c", `${knock(server.address, 22)}; ${knock(server.address, 6443)}`],
				{ timeout: "20s" },
			);
			expect(fromStranger.stdout).toBe("open\nshut\n");
			const fromPeer = await machine("agent-1").shell(
				knock(server.address, 6443),
			);
			expect(fromPeer.stdout).toBe("open\n");
		});

		test(
			"a second run changes nothing",
			async () => {
				const second = await lab.report(["cluster"]);
				expect(changes(second)).toEqual([]);
				expect(second.tasks.length).toBeGreaterThan(50);
			},
			minutes(5),
		);

		test("the report keeps host, task, change, time and versions, for its owner alone", async () => {
			const kept = JSON.parse(await readFile(fresh.reportFile, "utf8"));
			expect(kept.versions).toMatchObject({
				k3s: versions.before,
				cilium: expect.stringMatching(/^cilium-.*tgz$/),
			});
			expect(kept.tasks[0]).toMatchObject({
				host: expect.any(String),
				task: expect.any(String),
				changed: expect.any(Boolean),
				seconds: expect.any(Number),
			});
			expect(kept.slowest).toHaveLength(10);
			expect((await stat(fresh.reportFile)).mode & 0o777).toBe(0o600);
			expect(
				kept.tasks.find(({ task }: { task: string }) =>
					task.startsWith("Find disks"),
				).report,
			).toHaveProperty("proposals");
		});

		test(
			"drift is found and named with exit 1, changed by nobody, and mended by one command",
			async () => {
				expect((await lab.provision(["drift"])).exit).toBe(0);
				await machine("agent-1").shell(
					"echo 'fs.nr_open = 5' > /etc/sysctl.d/90-vaclab.conf; sysctl -w net.core.somaxconn=7",
				);
				const drift = await lab.provision(["drift"]);
				expect(drift.exit).toBe(1);
				expect(drift.stdout).toMatch(/agent-1: system_tuning: Set them now/);
				expect(
					(await machine("agent-1").shell("sysctl -n net.core.somaxconn"))
						.stdout,
				).toBe("7\n");
				expect(changes(await lab.report(["cluster"]))).toEqual([
					"agent-1: Write the settings, for the next start",
					"agent-1: Set them now, and read each back",
				]);
			},
			minutes(8),
		);

		test(
			"no secret is in any log, report, journal or file that others may read",
			async () => {
				const [generated] = await kubectl(
					server,
					"get secret otel-client-token -n opentelemetry",
				);
				const secrets = [
					account.password,
					vaultPassword,
					broughtSecret,
					(await server.read("/etc/rancher/k3s/token")).trim(),
					...Object.values(generated?.data ?? {}).flatMap((value) => [
						value,
						Buffer.from(value, "base64").toString(),
					]),
				];
				expect(secrets.every((secret) => secret.length > 8)).toBe(true);
				const state = join(machines.folder, "operator/state");
				const files = await readdir(state, {
					recursive: true,
					withFileTypes: true,
				});
				const logs = await Promise.all(
					files
						.filter((entry) => entry.isFile())
						.map((entry) =>
							readFile(join(entry.parentPath, entry.name), "utf8"),
						),
				);
				expect(logs.length).toBeGreaterThan(5);
				const verbose = await lab.provision([
					"rotate-secrets",
					"--check",
					"--diff",
				]);
				const journals = await onAll("journalctl --no-pager -o cat");
				const open = await onAll(
					"find / -xdev -type f -perm -o=r -newer /etc/hostname -not -path '/proc/*' -exec cat {} + 2>/dev/null | strings -n 9 2>/dev/null || true",
				);
				const everything = [
					...logs,
					verbose.stdout,
					verbose.stderr,
					...Object.values(journals),
					...Object.values(open),
				].join("\n");
				for (const secret of secrets) expect(everything).not.toContain(secret);
			},
			minutes(3),
		);

		test(
			"one more node joins; the others learn its address, and nothing else",
			async () => {
				await machines.save("three");
				await expect
					.poll(async () => Object.values(await nodeVersions(server)), {
						timeout: 30_000,
						interval: 1000,
					})
					.toEqual(firstThree.map(() => versions.before));
				await lab.describe([...firstThree, "agent-3"], before);
				const look =
					"systemctl show -p ExecMainStartTimestampMonotonic k3s k3s-agent; find /etc /usr/local -type f -not -path '/etc/vaclab/firewall/*' -exec sha256sum {} + | sort | sha256sum";
				const untouched = await onAll(look);
				const added = await lab.report(["node", "agent-3"]);
				expect(await onAll(look)).toEqual(untouched);
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
			"a machine that restarts joins again",
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
			"a node leaves: pods first, then copies of volumes, then the node; data stay",
			async () => {
				await machine("agent-3").shell("touch /var/lib/longhorn/volume");
				const told = (await journal(server)).length;
				await lab.report(["remove", "agent-3"]);
				const after = (await journal(server)).slice(told);
				expect(after).toEqual([
					"drain agent-3",
					"apply nodes.longhorn.io/longhorn-system/agent-3",
					"delete nodes//agent-3",
					"delete nodes.longhorn.io/longhorn-system/agent-3",
					"delete secrets/kube-system/agent-3.node-password.k3s",
				]);
				expect(Object.keys(await nodeVersions(server))).not.toContain(
					"agent-3",
				);
				const { stdout } = await machine("agent-3").shell(
					"ls -d /etc/vaclab /etc/rancher /var/lib/rancher /usr/local/bin/k3s /etc/systemd/system/k3s-agent.service 2>/dev/null; ls /var/lib/longhorn; nft list tables",
				);
				expect(stdout).toBe("volume\n");
				expect(changes(await lab.report(["remove", "agent-3"]))).toEqual([]);
			},
			minutes(5),
		);

		test(
			"a node of the same name comes again; with --gone it leaves while its machine is off, with --wipe its data go too",
			async () => {
				await lab.report(["node", "agent-3"]);
				expect((await nodeVersions(server))["agent-3"]).toBe(versions.before);
				await machine("agent-3").stop();
				await lab.report(["remove", "agent-3", "--gone"]);
				expect(Object.keys(await nodeVersions(server))).not.toContain(
					"agent-3",
				);
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

		test(
			"a firewall that cuts us off takes itself back",
			async () => {
				await lab.describe(firstThree, {
					...before,
					firewall_features: ["embedded-etcd", "kube-ovn"],
				});
				await lab.report(["firewall"]);
				const wanted = await server.shell("nft list table inet vaclab");
				expect(wanted.stdout).toMatch(
					/ip saddr \{ 10\.77\.0\.12, 10\.77\.0\.13 \} tcp dport 6641-6644 accept/,
				);
				await lab.describe(firstThree, {
					...before,
					firewall_seconds: 6,
					firewall_rules: [
						{ port: 6443, protocol: "tcp", what: "all but ssh", sources: [] },
					],
				});
				const cut = await lab.provision(["firewall", "--limit", "server-1"]);
				expect(cut.exit).toBe(3);
				await expect
					.poll(
						async () =>
							(await server.shell("nft list table inet vaclab")).stdout,
						{ timeout: 20_000, interval: 500 },
					)
					.toBe(wanted.stdout);
				await lab.describe(firstThree, before);
				expect((await lab.provision(["firewall"])).exit).toBe(0);
				const closed = await server.shell("nft list table inet vaclab");
				expect(closed.stdout).not.toContain("6641");
			},
			minutes(3),
		);

		test(
			"a proof that fails, and a node that is not Ready, are named",
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
			"packets of full size that do not arrive are found before k3s is touched",
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

		test(
			"a backup brings the state and its token here, and a restore brings it back",
			async () => {
				const { next } = await lab.report(["backup"]);
				const file = /restore (\S+)/.exec(next)?.[1] ?? "";
				expect((await stat(file)).mode & 0o077).toBe(0);
				await server.shell(
					"k3s kubectl delete secret google-oauth -n authentik",
				);
				const restored = await lab.report(["restore", file]);
				expect(restored.outcome).toBe("done");
				expect(
					await kubectl(server, "get secret google-oauth -n authentik"),
				).toHaveLength(1);
			},
			minutes(4),
		);

		test(
			"a secret is drawn anew by name, with its copies, and no other",
			async () => {
				const read = async (place: string) =>
					JSON.stringify(
						(await kubectl(server, `get secret ${place}`))[0]?.data,
					);
				const [ours, copy, other] = [
					"grafana-authentik-oidc -n authentik",
					"grafana-authentik-oidc -n vmetrics",
					"otel-client-token -n opentelemetry",
				] as const;
				const old = await Promise.all([ours, copy, other].map(read));
				await lab.report([
					"rotate-secrets",
					"authentik/grafana-authentik-oidc",
				]);
				const now = await Promise.all([ours, copy, other].map(read));
				expect(now[0]).not.toBe(old[0]);
				expect(now[1]).toBe(now[0]);
				expect(now[2]).toBe(old[2]);
			},
			minutes(3),
		);

		test(
			"another version is an upgrade and no by-product of cluster",
			async () => {
				await lab.describe(firstThree, { agents_at_once: 1 });
				const { exit, stderr } = await lab.provision(["cluster"]);
				expect(exit).toBe(3);
				expect(stderr).toContain(`pnpm provision upgrade ${versions.usual}`);
			},
			minutes(2),
		);

		test(
			"a download that is not what was reviewed gets no name and is not run",
			async () => {
				const file = join(
					machines.folder,
					"operator/mirror/github.com/k3s-io/k3s/releases/download",
					versions.usual,
					"k3s",
				);
				const reviewed = await readFile(file, "utf8");
				await writeFile(file, `${reviewed}# and one more line\n`);
				const { exit, stderr } = await lab.provision([
					"upgrade",
					versions.usual,
				]);
				await writeFile(file, reviewed);
				expect(exit).toBe(3);
				expect(stderr).toMatch(/hashes to [0-9a-f]{64} and not to/);
				expect((await server.shell("ls -A /usr/local/lib/vaclab")).stdout).toBe(
					`k3s-${versions.before}\n`,
				);
				expect(new Set(Object.values(await nodeVersions(server)))).toEqual(
					new Set([versions.before]),
				);
			},
			minutes(2),
		);

		test(
			"an upgrade stops at the first node that does not turn healthy",
			async () => {
				await machine("agent-1").shell(
					`echo ${versions.usual} > /etc/stand-in-broken`,
				);
				const told = (await journal(server)).length;
				const stopped = await lab.provision(["upgrade", versions.usual]);
				expect(stopped.exit).toBe(3);
				expect(stopped.stderr).toMatch(
					/agent-1: node_ready: Wait until the node is Ready/,
				);
				expect(await nodeVersions(server)).toEqual({
					"server-1": versions.usual,
					"agent-1": `${versions.usual}, not ready, cordoned`,
					"agent-2": versions.before,
				});
				const steps = (await journal(server)).slice(told);
				expect(steps.slice(0, 4)).toEqual([
					"snapshot before-change",
					"drain server-1",
					`upgraded server-1 ${versions.usual}`,
					"uncordon server-1",
				]);
			},
			minutes(5),
		);

		test(
			"and goes on from there once the node is mended, without touching the finished again",
			async () => {
				await machine("agent-1").shell("rm /etc/stand-in-broken");
				const told = (await journal(server)).length;
				await lab.report(["upgrade", versions.usual]);
				expect(await nodeVersions(server)).toEqual({
					"server-1": versions.usual,
					"agent-1": versions.usual,
					"agent-2": versions.usual,
				});
				const steps = (await journal(server))
					.slice(told)
					.filter((line) => !line.includes("lab-verify"));
				expect(steps).toEqual([
					"uncordon agent-1",
					"drain agent-2",
					`upgraded agent-2 ${versions.usual}`,
					"uncordon agent-2",
				]);
			},
			minutes(5),
		);

		test("reset wants the name of the cluster", async () => {
			const { exit, stderr } = await lab.provision([
				"reset",
				"--cluster-name",
				"other",
			]);
			expect(exit).toBe(2);
			expect(stderr).toContain("error[cluster-name-differs]");
			expect(Object.keys(await nodeVersions(server))).toHaveLength(3);
		});

		test(
			"reset leaves nothing of ours, and a second one finds nothing to do",
			async () => {
				await lab.report(["reset", "--cluster-name", "vaclab"]);
				const left = await onAll(
					"systemctl list-units --all --no-legend 'k3s*' 'vaclab*'; ls -d /etc/vaclab /etc/rancher /var/lib/rancher /usr/local/bin/k3s /etc/sysctl.d/90-vaclab.conf 2>/dev/null; nft list tables",
				);
				expect(Object.values(left).join("")).toBe("");
				expect(
					changes(await lab.report(["reset", "--cluster-name", "vaclab"])),
				).toEqual([]);
			},
			minutes(4),
		);
	},
);
