import { spawnSync } from "node:child_process";
import { fromYamlStream } from "@lab/core";
import { checkPlan, type Plan, type Provenance } from "@lab/record";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Parameter } from "./parameter.ts";
import { planFor } from "./plan-for.ts";
import { experiments } from "./registry.ts";
import { runsOn } from "./settings.ts";

const provenance: Provenance = {
	commit: "0",
	dirty: false,
	versions: {},
	machines: [],
};

/** What a group's objects may be at most: its set, its files, its service. */
const OBJECTS_PER_GROUP = 3;
const OBJECTS_BESIDE = 10;
const LIMIT_BYTES = 1_000_000;

const textOf = ({ cluster }: Plan): string =>
	Object.values(cluster?.files ?? {}).join("---\n");

const objectsOf = ({ cluster }: Plan): object[] =>
	Object.entries(cluster?.files ?? {})
		.filter(([path]) => path !== "fleet.yaml")
		.flatMap(([path, text]) => fromYamlStream(text, path) as object[]);

const runs = (["process", "cluster"] as const).flatMap((backend) =>
	experiments
		.filter((experiment) => runsOn(experiment, backend))
		.map((experiment) => ({ name: experiment.name, backend, experiment })),
);

describe("every experiment as registered", () => {
	test.each(runs)(
		"$name on the backend $backend",
		({ experiment, backend }) => {
			const plan = planFor(experiment, { backend, provenance });
			expect(checkPlan(plan, plan.name)).toEqual([]);
			expect(plan.name).toBe(experiment.name);
			// Either something says what would be good, or why nothing does.
			expect(plan.criteria.length > 0).toBe(plan.unjudged === undefined);
			if (backend === "process") {
				expect(plan.cluster).toBeUndefined();
				return;
			}
			expect(plan.cluster?.label?.key).toBe(
				`lab.vac.dev/experiment-${plan.name}`,
			);
			expect(Buffer.byteLength(textOf(plan))).toBeLessThan(LIMIT_BYTES);
			expect(objectsOf(plan).length).toBeLessThanOrEqual(
				plan.groups.length * OBJECTS_PER_GROUP + OBJECTS_BESIDE,
			);
		},
	);
});

interface Container {
	readonly name: string;
	readonly command?: readonly string[];
	readonly args?: readonly string[];
}

interface PodSpec {
	readonly containers: readonly Container[];
	readonly initContainers?: readonly Container[];
}

const containersOf = (plan: Plan): Container[] =>
	objectsOf(plan).flatMap((object) => {
		const { spec } = object as {
			spec?: Partial<PodSpec> & { template?: { spec: PodSpec } };
		};
		const { containers = [], initContainers = [] } =
			spec?.template?.spec ?? spec ?? {};
		return [...initContainers, ...containers];
	});

test("what pods give a shell to do, the shell understands", () => {
	const scripts = experiments
		.filter((experiment) => runsOn(experiment, "cluster"))
		.flatMap((experiment) =>
			containersOf(
				planFor(experiment, { backend: "cluster", provenance }),
			).flatMap(({ command = [], args = [] }) => {
				const words = [...command, ...args];
				const at = words.indexOf("-c");
				return at < 0
					? []
					: [{ shell: words[0] as string, script: words[at + 1] as string }];
			}),
		);
	expect(scripts.length).toBeGreaterThan(20);
	for (const { shell, script } of scripts) {
		const read = spawnSync(shell, ["-n", "-c", script], { encoding: "utf8" });
		expect({ script, said: read.stderr }).toEqual({ script, said: "" });
	}
});

/** Above its least, a count in these runs is at most so much more: what is tested are borders, not size. */
const STEPS = 5;

/** Any value that a parameter takes on a backend. */
function anyValue(
	parameter: Parameter,
	backend: Plan["backend"],
): fc.Arbitrary<unknown> {
	const { only } = parameter;
	if (parameter.kind === "text" || (only !== undefined && only !== backend)) {
		return fc.constant(undefined);
	}
	if (parameter.kind === "choice") return fc.constantFrom(...parameter.choices);
	const { min, max, whole } = parameter;
	return whole
		? fc.integer({ min, max: Math.min(max, min + STEPS) })
		: fc.double({ min, max, noNaN: true });
}

test.each(runs)(
	"$name takes any values within their ranges on the backend $backend",
	({ experiment, backend }) => {
		const settings = fc.record(
			Object.fromEntries(
				Object.entries(experiment.parameters).map(([key, parameter]) => [
					key,
					fc.option(anyValue(parameter, backend), { nil: undefined }),
				]),
			),
		);
		fc.assert(
			fc.property(settings, (given) => {
				const plan = planFor(experiment, {
					backend,
					settings: given as Record<string, string | number>,
					provenance,
				});
				expect(Buffer.byteLength(textOf(plan))).toBeLessThan(LIMIT_BYTES);
				expect(plan.name.length).toBeLessThanOrEqual(40);
			}),
			{ numRuns: 5 },
		);
	},
);
