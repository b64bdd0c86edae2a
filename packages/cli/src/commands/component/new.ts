import { isDnsLabel, LabError, nearest } from "@lab/core";
import { labNamespaces, namespacesMadeBy } from "@lab/lab";
import { kinds, scaffold } from "@lab/scaffold";
import { defineCommand } from "../../command.ts";
import { nameOf, scaffoldedAnswer } from "../_scaffolded.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: nameOf(
				"name of the component and, permanently, of its Fleet bundle",
				kinds.component,
			),
		},
	],
	options: [
		{
			flags: "--namespace <name>",
			description:
				"namespace of its objects (default: one with its own name); added to packages/lab/src/namespaces.ts if it does not exist yet",
		},
	],
	details:
		"Writes packages/components/src/<name>/; adds the component to registry.ts there.",
	example: "pnpm lab component new whoami",
	async run({ args: [name], options, root, signal }) {
		const namespace = options.namespace ?? name;
		assertUsable(namespace, options.namespace);
		const scaffolded = await scaffold(kinds.component, name, {
			root,
			signal,
			words: { "vaclab-system": namespace },
		});
		return scaffoldedAnswer(name, scaffolded, {
			edit: [
				`edit packages/components/src/${name}/component.ts, which already deploys`,
			],
			next: [
				["pnpm synth", "renders it and says what remains to be done"],
				[`npx vitest run packages/components/src/${name}`],
			],
			notes: scaffolded.edited.includes(namespacesFile)
				? [newNamespaceLine(namespace, options.namespace !== undefined)]
				: [],
		});
	},
});

const namespacesFile = "packages/lab/src/namespaces.ts";

/** @param given whether the engineer typed the namespace, perhaps wrongly */
function newNamespaceLine(namespace: string, given: boolean): string {
	const ranchers = namespacesMadeBy("rancher");
	const near = given
		? nearest(
				namespace,
				labNamespaces.filter((known) => !ranchers.includes(known)),
			)
		: undefined;
	return `new     namespace '${namespace}'${near === undefined ? "" : `, did you mean '${near}'? Then change it in component.ts and ${namespacesFile}`}`;
}

/** Accepts any namespace except those that Rancher creates; a new one is added to the lab's. @throws LabError `wrong-namespace` */
function assertUsable(namespace: string, given: string | undefined): void {
	const isRanchers = namespacesMadeBy("rancher").includes(namespace);
	if (!isRanchers && (given === undefined || isDnsLabel(given))) return;
	throw new LabError({
		code: "wrong-namespace",
		what: isRanchers
			? `the namespace '${namespace}' belongs to Rancher`
			: `'${namespace}' cannot be the name of a namespace`,
		where: given === undefined ? namespace : `--namespace ${given}`,
		help: "give another one with --namespace: a-z, 0-9 and dashes",
	});
}
