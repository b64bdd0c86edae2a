import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journal, nodeVersions } from "../kubectl.ts";
import { versions } from "../lab.ts";
import { firstThree, lab, machine, machines, minutes, server } from "./_lab.ts";

/** To another version of k3s, and no further than is healthy. */
export function upgrades(): void {
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
			const { exit, stderr } = await lab.provision(["upgrade", versions.usual]);
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
}
