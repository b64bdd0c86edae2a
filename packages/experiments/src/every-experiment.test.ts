import { spawnSync } from "node:child_process";
import { fromYamlStream } from "@lab/core";
import { checkPlan, type Plan, type Provenance } from "@lab/record";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatValue, type Parameter } from "./parameter.ts";
import { planFor } from "./plan-for.ts";
import { experiments } from "./registry.ts";
import * as gossip from "./scenarios/_template/gossip.ts";
import * as image from "./scenarios/_template/image.ts";
import * as scenario from "./scenarios/_template/scenario.ts";
import { runsOn } from "./settings.ts";

const provenance: Provenance = {
	commit: "0",
	dirty: false,
	versions: {},
	machines: [],
};

/** Upper bound of objects per group: StatefulSet, ConfigMap, Service. */
const OBJECTS_PER_GROUP = 3;
const OTHER_OBJECTS = 10;
const LIMIT_BYTES = 1_000_000;

const textOf = ({ cluster }: Plan): string =>
	Object.values(cluster?.files ?? {}).join("---\n");

const objectsOf = ({ cluster }: Plan): object[] =>
	Object.entries(cluster?.files ?? {})
		.filter(([path]) => path !== "fleet.yaml")
		.flatMap(([path, text]) => fromYamlStream(text, path) as object[]);

/** What new experiments begin with. */
const templates = [gossip, image, scenario].map(
	({ myExperiment }) => myExperiment,
);

const runs = (["process", "cluster"] as const).flatMap((backend) =>
	[...experiments, ...templates]
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
			// A plan has either criteria, or a reason why it has none.
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
				plan.groups.length * OBJECTS_PER_GROUP + OTHER_OBJECTS,
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

test("every shell script in a pod is syntactically valid", () => {
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

/** Integers are drawn from the minimum to this much above it: these tests cover limits, not scale. */
const STEPS = 5;

/** Generates values that a parameter accepts on a backend. */
function anyValue(
	parameter: Parameter,
	backend: Plan["backend"],
): fc.Arbitrary<unknown> {
	const { onlyOn } = parameter;
	if (
		parameter.kind === "text" ||
		(onlyOn !== undefined && onlyOn !== backend)
	) {
		return fc.constant(undefined);
	}
	if (parameter.kind === "choice") return fc.constantFrom(...parameter.choices);
	const { min, max, whole } = parameter;
	const value = whole
		? fc.integer({ min, max: Math.min(max, min + STEPS) })
		: fc.double({ min, max, noNaN: true });
	return value.map((any) => formatValue(parameter, Number(any.toFixed(6))));
}

test.each(runs)(
	"$name accepts any values within its ranges on the backend $backend",
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
