import type { Kind } from "./kind.ts";

const experiment = {
	noun: "experiment",
	placeholder: "my-experiment",
	// What is made of a name, such as `lab-<name>` and the name of a bundle, has limits too.
	maxLength: 33,
} as const;

const experiments = {
	file: "packages/experiments/src/registry.ts",
	list: "experiments",
	item: "myExperiment",
	place: "last",
} as const;

/** Everything that can be scaffolded. */
export const kinds = {
	component: {
		noun: "component",
		placeholder: "my-component",
		template: "packages/components/src/_template/",
		target: "packages/components/src/my-component/",
		// Fleet's limit for the name of a bundle.
		maxLength: 53,
		standIns: { "vaclab-system": "my-component" },
		registry: {
			file: "packages/components/src/registry.ts",
			list: "components",
			item: "myComponent",
			module: "./my-component/component.ts",
			place: "sorted",
		},
		entries: [
			{
				file: "packages/lab/src/namespaces.ts",
				object: "namespaces",
				place: "sorted",
				from: { key: "vaclab-system", text: "component" },
			},
		],
	},

	dashboard: {
		noun: "dashboard",
		placeholder: "my-dashboard",
		template: "packages/monitoring/src/dashboards/_template/",
		target: "packages/monitoring/src/dashboards/my-dashboard/",
		// Grafana's limit for the id in a dashboard's address.
		maxLength: 40,
		registry: {
			file: "packages/monitoring/src/dashboards/registry.ts",
			list: "dashboards",
			item: "myDashboard",
			module: "./my-dashboard/index.ts",
			place: "sorted",
		},
	},

	protocol: {
		noun: "protocol",
		placeholder: "my-protocol",
		template: "packages/protocols/src/_template/",
		target: "packages/protocols/src/my-protocol/",
		maxLength: 40,
		// The compiler takes only measures that are declared.
		standIns: { "latency.max": "my-protocol.slowest" },
		registry: {
			file: "packages/protocols/src/registry.ts",
			list: "protocols",
			item: "myProtocol",
			module: "./my-protocol/protocol.ts",
			// The list has the order of a report.
			place: "last",
		},
		foreign: {
			what: "the analysis engine",
			folder: "packages/analysis/src",
			// Log formats are named after the programs that write them, which may be named after a protocol.
			except: "formats/",
		},
		entries: [
			{
				file: "packages/record/src/measures.ts",
				object: "measures",
				place: "last",
				from: { template: "packages/record/src/_template/measures.ts" },
			},
			{
				file: "packages/record/src/measures.test.ts",
				object: "better",
				place: "last",
				from: { template: "packages/record/src/_template/measures.test.ts" },
			},
		],
	},

	format: {
		noun: "format",
		placeholder: "my-format",
		template: "packages/analysis/src/formats/_template",
		target: "packages/analysis/src/formats/my-format",
		maxLength: 40,
		// Its test imports the file beside it.
		standIns: { "./_template.ts": "./my-format.ts" },
		registry: {
			file: "packages/analysis/src/formats/registry.ts",
			list: "formats",
			item: "myFormat",
			module: "./my-format.ts",
			// Where two formats are equally sure of a line, the first wins.
			place: "last",
		},
	},

	/** Gossip nodes and messages. */
	experiment: {
		...experiment,
		template: "packages/experiments/src/scenarios/_template/gossip",
		target: "packages/experiments/src/scenarios/gossip/my-experiment",
		registry: {
			...experiments,
			module: "./scenarios/gossip/my-experiment.ts",
		},
	},

	/** Pods of one image; the caller's words name another than that of the template. */
	experimentOfImage: {
		...experiment,
		template: "packages/experiments/src/scenarios/_template/image",
		target: "packages/experiments/src/scenarios/any-image/my-experiment",
		registry: {
			...experiments,
			module: "./scenarios/any-image/my-experiment.ts",
		},
	},

	/** The difference from another experiment; `baseOf` gives the words for it. */
	scenario: {
		...experiment,
		template: "packages/experiments/src/scenarios/_template/scenario",
		target: "packages/experiments/src/scenarios/gossip/my-experiment",
		registry: {
			...experiments,
			module: "./scenarios/gossip/my-experiment.ts",
		},
	},
} as const satisfies Record<string, Kind>;
