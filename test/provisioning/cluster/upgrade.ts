import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journal, nodeVersions } from "../kubectl.ts";
import { versions } from "../lab.ts";
import { minutes } from "../limits.ts";
import { firstThree, lab, machine, machines, server } from "./_lab.ts";

/** Scenarios of upgrading k3s. */
export function upgrades(): void {
	test(
		"cluster refuses to change the version of k3s and refers to upgrade",
		async () => {
			await lab.describe(firstThree, { agents_at_once: 1 });
			const { exit, stderr } = await lab.provision(["cluster"]);
			expect(exit).toBe(3);
			expect(stderr).toContain(`pnpm provision upgrade ${versions.usual}`);
		},
		minutes(2),
	);

	test(
		"a download with another hash than the reviewed one is neither kept nor run",
		async () => {
			const file = join(
				machines.folder,
				"operator/mirror/github.com/k3s-io/k3s/releases/download",
				versions.usual,
				"k3s",
			);
			const reviewed = await readFile(file, "utf8");
			await writeFile(file, `${reviewed}# and one more line\n`);
			const { exit, stderr } = await lab.provision(["upgrade", versions.usual]);
			await writeFile(file, reviewed);
			expect(exit).toBe(3);
			expect(stderr).toMatch(
				/has SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}: it is not the reviewed file/,
			);
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
		"an upgrade stops at the first node that does not become healthy",
		async () => {
			await machine("agent-1").shell(
				`echo ${versions.usual} > /etc/stand-in-broken`,
			);
			const callsBefore = (await journal(server)).length;
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
			const steps = (await journal(server)).slice(callsBefore);
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
		"it continues from there once the node is repaired, without touching finished nodes again",
		async () => {
			await machine("agent-1").shell("rm /etc/stand-in-broken");
			const callsBefore = (await journal(server)).length;
			await lab.report(["upgrade", versions.usual]);
			expect(await nodeVersions(server)).toEqual({
				"server-1": versions.usual,
				"agent-1": versions.usual,
				"agent-2": versions.usual,
			});
			const steps = (await journal(server))
				.slice(callsBefore)
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
}
