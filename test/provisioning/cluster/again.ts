import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kubectl } from "../kubectl.ts";
import {
	type Report,
	suppliedSecret,
	vaultPassword,
	versions,
} from "../lab.ts";
import { minutes } from "../limits.ts";
import { account } from "../machines/machines.ts";
import { changes, lab, machine, machines, onAll, server } from "./_lab.ts";

/** Scenarios of a second run, drift and reports. */
export function secondRun(): void {
	let second: Report;
	test(
		"a second run changes nothing",
		async () => {
			second = await lab.report(["cluster"]);
			expect(changes(second)).toEqual([]);
			const resultsOf = (task: string) =>
				second.tasks.filter((one) => one.task.startsWith(task)).length;
			expect(resultsOf("Compare the machine")).toBe(3);
			expect(resultsOf("Compare k3s with its desired state")).toBe(3);
			expect(resultsOf("Prove that DNS, storage")).toBe(1);
		},
		minutes(5),
	);

	test("the report records host, task, change, time and versions, and only its owner can read it", async () => {
		const kept = JSON.parse(await readFile(second.reportFile, "utf8"));
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
		expect((await stat(second.reportFile)).mode & 0o777).toBe(0o600);
		expect(
			kept.tasks.find(({ task }: { task: string }) =>
				task.startsWith("Find unused disks"),
			).report,
		).toHaveProperty("proposals");
	});

	test(
		"drift is reported with exit 1 without changing anything, and one command repairs it",
		async () => {
			expect((await lab.provision(["drift"])).exit).toBe(0);
			await machine("agent-1").shell(
				"echo 'fs.nr_open = 5' > /etc/sysctl.d/90-vaclab.conf; sysctl -w net.core.somaxconn=7",
			);
			const drift = await lab.provision(["drift"]);
			expect(drift.exit).toBe(1);
			expect(drift.stdout).toMatch(
				/agent-1: system_tuning: Apply the settings now/,
			);
			expect(
				(await machine("agent-1").shell("sysctl -n net.core.somaxconn")).stdout,
			).toBe("7\n");
			expect(changes(await lab.report(["cluster"]))).toEqual([
				"agent-1: Write the settings for the next boot",
				"agent-1: Apply the settings now, and read each back",
			]);
		},
		minutes(8),
	);

	test(
		"no secret appears in a log, report, journal or file that others can read",
		async () => {
			const [generated] = await kubectl(
				server,
				"get secret otel-client-token -n opentelemetry",
			);
			const secrets = [
				account.password,
				vaultPassword,
				suppliedSecret,
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
					.map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
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
}
