/** What a new experiment starts from. */
export type Start =
	| { readonly kind: "gossip" }
	| { readonly kind: "image"; readonly image: string }
	| { readonly kind: "scenario"; readonly from: string };

/** `my-test` is `myTest` in the code. */
export const identifierOf = (name: string): string =>
	name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The file of a new experiment: it type checks, and runs as it is. */
export function scaffold(name: string, start: Start): string {
	switch (start.kind) {
		case "gossip":
			return gossip(name);
		case "image":
			return image(name, start.image);
		case "scenario":
			return scenario(name, start.from);
	}
}

const gossip = (
	name: string,
) => `import { defineExperiment } from "../../experiment.ts";
import { nodesIn } from "../../group.ts";
import { images } from "../../images.ts";
import {
	deliveryGuards,
	everyDelivery,
	trafficWindows,
} from "../../judgement.ts";
import { count } from "../../parameter.ts";
import { gossipNodes, meshReady } from "../../protocols/libp2p.ts";
import { libp2pRequest, publish } from "../../traffic.ts";

/** What a run of ${name} tells. */
export const ${identifierOf(name)} = defineExperiment({
	name: "${name}",
	purpose: "${name}: every message reaches every node",
	parameters: {
		nodes: count({
			default: 10,
			min: 2,
			max: 10_000,
			unit: "nodes",
			meaning: "how many gossip nodes",
		}),
		messages: count({
			default: 10,
			min: 1,
			max: 100_000,
			unit: "messages",
			meaning: "how many messages, four in a second",
		}),
	},
	draft({ nodes, messages }, { draw }) {
		const relays = gossipNodes({
			nodes,
			image: images.nimLibp2p,
			muxer: "yamux",
			connectTo: 10,
			startDelayMs: 10_000,
			nodesPerProcess: 10,
		});
		return {
			groups: [relays],
			settle: [
				{ kind: "ready", fraction: 1 },
				meshReady(relays.name, nodes, 2000),
			],
			timeline: [
				publish({
					name: "traffic",
					atMs: 0,
					topic: "test",
					sizeBytes: 1000,
					messages,
					everyMs: 250,
					timeoutMs: 30_000,
					request: libp2pRequest("test", 1000),
					publishers: nodesIn(relays),
					draw,
				}),
			],
			windows: trafficWindows(0, messages * 250, 3000),
			drain: { dwellMs: 3000, scrapeIntervalMs: 5000 },
			guards: deliveryGuards,
			criteria: everyDelivery(10_000),
		};
	},
});
`;

const image = (
	name: string,
	reference: string,
) => `import { defineExperiment } from "../../experiment.ts";
import { count } from "../../parameter.ts";
import { anyImage } from "../../protocols/any-image.ts";

/** What a run of ${name} tells. */
export const ${identifierOf(name)} = defineExperiment({
	name: "${name}",
	purpose: "${name}: all nodes come up and stay",
	backends: ["cluster"],
	parameters: {
		nodes: count({
			default: 10,
			min: 1,
			max: 10_000,
			unit: "nodes",
			meaning: "how many",
		}),
	},
	draft: ({ nodes }) =>
		anyImage({
			image: ${JSON.stringify(reference)},
			nodes,
			watchMs: 60_000,
		}),
});
`;

const scenario = (
	name: string,
	from: string,
) => `import { defineScenario } from "../../experiment.ts";
import { ${identifierOf(from)} } from "./${from}.ts";

/** What a run of ${name} tells beside one of ${from}. */
export const ${identifierOf(name)} = defineScenario(${identifierOf(from)}, {
	name: "${name}",
	purpose: "${name}: ${from} with other parameters",
	set: {},
});
`;

/** The folder of an experiment that starts so: a scenario's is that of the experiment it differs from. */
export function familyOf(registry: string, start: Start): string {
	if (start.kind === "image") return "any-image";
	if (start.kind === "gossip") return "gossip";
	const found = new RegExp(`"\\./scenarios/(.+)/${start.from}\\.ts"`).exec(
		registry,
	);
	return found?.[1] ?? "gossip";
}

/** The registry with a new experiment in it: its import where it belongs, its name at the end. */
export function registered(
	registry: string,
	name: string,
	family: string,
): string {
	const own = `${family}/${name}`;
	const line = `import { ${identifierOf(name)} } from "./scenarios/${own}.ts";`;
	const lines = registry.split("\n");
	const path = (text: string) => /"\.\/scenarios\/(.+)\.ts"/.exec(text)?.[1];
	const next = lines.findIndex((text) => (path(text) ?? "") > own);
	const last = lines.findLastIndex((text) => path(text) !== undefined);
	lines.splice(next === -1 ? last + 1 : next, 0, line);
	const end = lines.findIndex(
		(text, index) =>
			text === "];" &&
			lines
				.slice(0, index)
				.some((one) => one.startsWith("export const experiments")),
	);
	lines.splice(end, 0, `\t${identifierOf(name)},`);
	return lines.join("\n");
}
