import { readFile } from "node:fs/promises";
import process from "node:process";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { journal, nodeVersions } from "./kubectl.ts";
import { type TestLab, testLab, versions } from "./lab.ts";
import { minutes } from "./limits.ts";
import {
	type Machine,
	type Machines,
	startMachines,
} from "./machines/machines.ts";

const both = ["server-1", "agent-1"] as const;
/** Number of kills. Each run draws other tasks, so that daily runs add up to what `pnpm test:all` covers at once. */
const kills = process.env.TEST_ALL === "1" ? 10 : 3;
/** Seed for the tasks at which the run is killed. A failure prints it, and KILL_SEED repeats it. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);
const isTask = (line: string) => line.startsWith("[");

describeNeeding(
	["root", "python", "debootstrap"],
	"a run that is interrupted or killed",
	() => {
		let machines: Machines;
		let lab: TestLab;
		let server: Machine;
		let agent: Machine;

		beforeAll(async () => {
			machines = await startMachines();
			lab = await testLab(machines, both);
			server = lab.machines["server-1"] as Machine;
			agent = lab.machines["agent-1"] as Machine;
			await lab.describe(both);
			await machines.save("bare");
		}, minutes(15));
		afterAll(() => machines?.end());

		/** Everything that provisioning leaves on a machine, except random values. */
		const stateOf = async ({ shell }: Machine) =>
			(
				await shell(
					"find /etc /usr/local /var/lib/rancher/k3s/server/manifests /var/lib/longhorn 2>/dev/null \\( -type f -o -type l -o -type d \\) ! -name token ! -name password ! -name k3s.yaml ! -path '*/apt/*' ! -name '*-' -printf '%m %U %p %l\\n' | sort; cat /etc/vaclab/firewall/confirmed.nft /etc/rancher/k3s/config.yaml /etc/sysctl.d/90-vaclab.conf; systemctl is-enabled k3s k3s-agent vaclab-firewall; systemctl is-active k3s k3s-agent; dpkg-query -W; nft list table inet vaclab",
				)
			).stdout;

		test(
			"Ctrl-C: exit 3 with how to continue",
			async () => {
				let tasks = 0;
				const onLine = (line: string) => {
					if (isTask(line) && ++tasks === 5) void signalOperator("INT");
				};
				const { exit, stderr } = await lab.provision(["cluster"], { onLine });
				expect(exit).toBe(3);
				expect(stderr).toMatch(
					/error\[interrupted\][\s\S]*help {2}run it again to continue from there: pnpm provision cluster/,
				);
			},
			minutes(3),
		);

		test(
			"killed at random tasks and run again, it ends in the state of an uninterrupted run",
			async () => {
				await machines.restore("bare");
				let tasks = 0;
				const onLine = (line: string) => {
					if (isTask(line)) tasks++;
				};
				expect((await lab.provision(["cluster"], { onLine })).exit).toBe(0);
				const uninterrupted = [await stateOf(server), await stateOf(agent)];
				expect(uninterrupted.join("")).toContain("k3s-agent.service");

				await machines.restore("bare");
				const fractions = fc.sample(
					fc.double({ min: 0, max: 1, noNaN: true }),
					{ numRuns: kills, seed },
				);
				const places: number[] = [];
				let steps = tasks;
				for (const fraction of fractions.sort((a, b) => a - b)) {
					let killed = false;
					while (!killed) {
						const place = Math.max(1, Math.ceil(fraction * steps));
						let seen = 0;
						const onLine = (line: string) => {
							if (!isTask(line) || ++seen !== place) return;
							killed = true;
							places.push(place);
							void signalOperator("KILL");
						};
						// A killed process has no exit code, so the call rejects.
						await lab.provision(["cluster"], { onLine }).catch((error) => {
							if (!killed) throw error;
						});
						// A run that finds finished work has fewer tasks than the first one.
						if (!killed) steps = seen;
					}
				}
				const last = await lab.report(["cluster"]);
				expect(last.outcome).toBe("done");
				expect(
					[await stateOf(server), await stateOf(agent)],
					`killed at tasks ${places.join(", ")} of ${tasks}, KILL_SEED=${seed}`,
				).toEqual(uninterrupted);
				expect(await nodeVersions(server)).toEqual({
					"server-1": versions.usual,
					"agent-1": versions.usual,
				});
				const joined = (await journal(server)).filter((line) =>
					line.startsWith("join agent-1"),
				);
				expect(joined).toHaveLength(1);
			},
			minutes(15),
		);

		/** Signals the operator's processes, except the mirror; SIGINT only to the command itself. */
		async function signalOperator(signal: "INT" | "KILL") {
			const { stdout } = await tryRun(
				"ip",
				["netns", "pids", machines.network.name],
				{ timeout: "10s" },
			);
			for (const pid of stdout.trim().split("\n").map(Number)) {
				const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(
					() => "http.server",
				);
				const isMirror = words.includes("http.server");
				const isCommand = /provision\.ts/.test(words) && !words.includes("npx");
				if (isMirror || (signal === "INT" && !isCommand)) continue;
				try {
					process.kill(pid, `SIG${signal}`);
				} catch {
					// It has exited in the meantime.
				}
			}
		}
	},
);
