import { labels, type Plan } from "@lab/record";
import { type Backend, deleteExpired, readOptions } from "@lab/runner";
import { afterEach, expect, test } from "vitest";
import { backendOf, clusterPlan, kubectl } from "./_cluster.ts";

const { signal } = new AbortController();

/** The time in this many minutes, in nanoseconds since 1970. */
const inMinutes = (minutes: number): bigint =>
	BigInt(Date.now() + minutes * 60_000) * 1_000_000n;

const bundles = () =>
	kubectl(
		"-n",
		"fleet-local",
		"get",
		"bundles.fleet.cattle.io",
		"-o",
		"jsonpath={range .items[*]}{.metadata.name} {.spec.paused}{'\\n'}{end}",
	);

const made: Backend[] = [];

/** Removes everything that a test created, even if it failed. */
async function clear(): Promise<void> {
	for (const backend of made.splice(0)) {
		await backend.teardown(signal);
		await backend.unclaim(signal);
	}
}

async function rival(plan: Plan) {
	const one = await backendOf(plan);
	made.push(one.backend);
	return one;
}

/** Tests of leases: runs of several engineers, who share only the cluster. */
export function leases(): void {
	afterEach(clear);

	test("one of several runs gets the namespace; the others wait, with a paused Bundle", async () => {
		const plan = clusterPlan("lab-shared");
		const rivals = await Promise.all([1, 2, 3].map(() => rival(plan)));
		const claim = ({ backend }: (typeof rivals)[number]) =>
			backend.claim(inMinutes(10), signal);
		const answers = await Promise.all(rivals.map(claim));
		const winner = answers.indexOf(undefined);
		const [waiting] = rivals.filter((_, index) => index !== winner);
		const first = rivals[winner];
		if (first === undefined || waiting === undefined) throw new Error("none");
		expect(answers.filter((held) => held === undefined)).toHaveLength(1);
		expect(await claim(waiting)).toBe(
			`run ${first.folder.id}, which holds namespace-lab-shared`,
		);
		// The lease belongs to the run: the next runner after a crash still holds it.
		expect(await claim(first)).toBeUndefined();

		await first.backend.prepare(inMinutes(10), signal);
		expect((await bundles()).match(/ true/g)).toHaveLength(2);
		expect((await bundles()).match(/ false/g)).toHaveLength(1);

		await first.backend.teardown(signal);
		await first.backend.unclaim(signal);
		expect(await claim(waiting)).toBeUndefined();
		await clear();
		expect(await bundles()).toBe("");
		expect(await kubectl("-n", "lab-runs", "get", "leases", "-o", "name")).toBe(
			"",
		);
	}, 120_000);

	test("a run ends before its lease, the lease before its objects expire; an extension moves all three", async () => {
		const { folder, backend } = await rival(clusterPlan("lab-nested"));
		const times = async () => {
			const [renewed = "", seconds] = (
				await kubectl(
					"-n",
					"lab-runs",
					"get",
					"lease",
					"namespace-lab-nested",
					"-o",
					"jsonpath={.spec.renewTime} {.spec.leaseDurationSeconds}",
				)
			).split(" ");
			const expires = await kubectl(
				"get",
				"namespaces,bundles.fleet.cattle.io",
				"-A",
				"-o",
				`jsonpath={range .items[?(@.metadata.annotations.lab\\.vac\\.dev/run=="${folder.id}")]}{.metadata.annotations.${labels.expires.replaceAll(".", "\\.")}} {end}`,
			);
			return {
				lease: Date.parse(renewed) + Number(seconds) * 1000,
				expires: expires.split(" ").map((text) => Date.parse(text)),
			};
		};
		const expectNested = async (until: bigint) => {
			const { lease, expires } = await times();
			const run = Number(until / 1_000_000n);
			expect(lease).toBeGreaterThan(run + 60_000);
			expect(expires).toHaveLength(2);
			for (const at of expires) expect(at).toBeGreaterThan(lease + 60_000);
		};
		const until = inMinutes(10);
		await backend.claim(until, signal);
		await backend.prepare(until, signal);
		await expectNested(until);
		await backend.claim(until + 3_600_000_000_000n, signal);
		await expectNested(until + 3_600_000_000_000n);

		// Unexpired objects are not deleted.
		expect(await deleteExpired(await readOptions(folder), signal)).toEqual([]);
	}, 60_000);

	test("the lease of an expired run can be taken over, and gc deletes its objects", async () => {
		const plan = clusterPlan("lab-lost");
		const lost = await rival(plan);
		await lost.backend.claim(inMinutes(-60), signal);
		await lost.backend.prepare(inMinutes(-60), signal);
		const next = await rival(plan);
		await expect
			.poll(() => next.backend.claim(inMinutes(10), signal), { timeout: 5000 })
			.toBeUndefined();
		const options = await readOptions(next.folder);
		expect((await deleteExpired(options, signal)).sort()).toEqual([
			expect.stringMatching(/^bundle\/run-/),
			"namespace/lab-lost",
		]);
		await expect
			.poll(() => kubectl("get", "ns", "lab-lost", "--ignore-not-found"), {
				timeout: 30_000,
			})
			.toBe("");
	}, 60_000);
}
