import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { journal, kubectl, nodeVersions } from "../kubectl.ts";
import { suppliedSecret, versions } from "../lab.ts";
import { minutes } from "../limits.ts";
import { lab, machine, machines, onAll, server } from "./_lab.ts";

/** Scenarios of a fresh installation on bare machines. */
export function freshLab(): void {
	test(
		"check mode on bare machines prints a plan and changes nothing",
		async () => {
			const fingerprint =
				"ls -R /etc /usr/local /var/lib/rancher 2>&1 | sha256sum; dpkg -l | sha256sum";
			const untouched = await onAll(fingerprint);
			const { exit, stdout, stderr } = await lab.provision([
				"cluster",
				"--check",
			]);
			expect(exit).toBe(0);
			expect(stderr).toMatch(/server-1 +would change k3s_binary: Download k3s/);
			expect(stderr).not.toMatch(/server-1 +changed/);
			expect(stdout).toMatch(/server-1: k3s_binary: Download k3s/);
			expect(stdout).toMatch(/would change/);
			expect(await onAll(fingerprint)).toEqual(untouched);
		},
		minutes(5),
	);

	test(
		"one command turns them into a lab",
		async () => {
			const fresh = await lab.report(["cluster"]);
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

	test("charts are installed in order before the repository is connected, and Longhorn's nodes are configured after it", async () => {
		const calls = await journal(server);
		const order = [
			"join agent-2",
			"chart cilium",
			"chart cert-manager",
			"chart rancher",
			"apply secrets/authentik/authentik-bootstrap",
			"apply gitrepos.fleet.cattle.io/fleet-local/vaclab-2",
			"apply nodes.longhorn.io/longhorn-system/agent-2",
			"apply jobs.batch/lab-verify/reach-agent-2",
		].map((start) => calls.findIndex((line) => line.startsWith(start)));
		expect(order).not.toContain(-1);
		expect(order).toEqual([...order].sort((a, b) => a - b));
	});

	test("declared secrets exist, and copies equal their originals", async () => {
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
		).toBe(suppliedSecret);
	});

	test("secret files are readable by root only", async () => {
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

	test("kernel settings are in a file with their reasons, and those of the namespace are in effect", async () => {
		const file = await server.read("/etc/sysctl.d/90-vaclab.conf");
		expect(file).toMatch(/# .{20,}\nfs\.nr_open = 1048576\n/);
		expect((await server.shell("sysctl -n net.core.somaxconn")).stdout).toBe(
			"8192\n",
		);
		expect(
			await readFile("/proc/sys/fs/inotify/max_user_instances", "utf8"),
		).not.toBe("8192\n");
	});

	test("an outside machine reaches SSH but not the cluster's ports; a peer reaches both", async () => {
		const probe = (address: string, port: number) =>
			`timeout 2 bash -c ': </dev/tcp/${address}/${port}' 2>/dev/null && echo open || echo shut`;
		const fromOutside = await machines.network.run(
			"bash",
			["-c", `${probe(server.address, 22)}; ${probe(server.address, 6443)}`],
			{ timeout: "20s" },
		);
		expect(fromOutside.stdout).toBe("open\nshut\n");
		const fromPeer = await machine("agent-1").shell(
			probe(server.address, 6443),
		);
		expect(fromPeer.stdout).toBe("open\n");
	});
}
