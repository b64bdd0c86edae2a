import { resolve } from "node:path";
import {
	changesOf,
	type Job,
	type Provisioned,
	type ProvisionOptions,
	provision,
} from "@lab/ops";
import type { Answer, Input, Option } from "../command.ts";

/** What every command that runs a playbook takes. */
export const provisioningOptions: readonly Option[] = [
	{ flags: "--check", description: "change nothing, say what would change" },
	{ flags: "--diff", description: "show the lines that change" },
	{ flags: "--limit <hosts>", description: "only these machines" },
	{ flags: "--user <name>", description: "account on the machines" },
	{
		flags: "--inventory <file>",
		description: "another inventory than the lab's",
	},
	{
		flags: "--vault <file>",
		description: "encrypted variables (ansible/vault.yml)",
	},
	{
		flags: "--vault-password-file <file>",
		description: "what opens the vault (vault-password in the state)",
	},
	{
		flags: "--state <folder>",
		description: "where reports and backups go",
		default: ".lab/provision",
	},
];

export const stateOf = ({ root, options }: Input): string =>
	resolve(root, String(options.state));

export function provisionOptionsOf(input: Input): ProvisionOptions {
	const text = (name: string) => {
		const value = input.options[name];
		return typeof value === "string" ? { [name]: value } : {};
	};
	return {
		root: input.root,
		state: stateOf(input),
		...text("inventory"),
		...text("vault"),
		...text("vaultPasswordFile"),
		...text("user"),
		...text("limit"),
		check: input.options.check === true,
		diff: input.options.diff === true,
		progress: input.progress,
		signal: input.signal,
	};
}

/** Runs a job and tells what came of it; `next` is what the person does after. */
export async function runJob(
	input: Input,
	job: Job,
	next: string,
): Promise<Answer> {
	const { report, reportFile } = await provision(
		job,
		provisionOptionsOf(input),
	);
	return {
		exit: 0,
		document: { ...report, reportFile, next },
		text: tell({ report, reportFile }, next, input.options.diff === true),
	};
}

export function tell(
	{ report, reportFile }: Provisioned,
	next: string,
	everything = false,
): string {
	const changes = changesOf(report);
	const verb = report.check ? "would change" : "changed";
	const shown = report.check || everything ? changes : changes.slice(0, 10);
	return [
		...Object.entries(report.hosts).map(
			([host, { ok, changed }]) =>
				`  ${host.padEnd(12)} ${ok} ok, ${changed} ${verb}`,
		),
		"",
		changes.length === 0
			? `nothing ${verb}, ${report.seconds.toFixed(0)}s`
			: `${changes.length} ${verb}, ${report.seconds.toFixed(0)}s:`,
		...shown.map((change) => `  ${change}`),
		...(shown.length < changes.length
			? [`  and ${changes.length - shown.length} more`]
			: []),
		"",
		`report  ${reportFile}`,
		...(report.check ? [] : [`next    ${next}`]),
	].join("\n");
}
