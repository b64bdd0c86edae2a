import { resolve } from "node:path";
import {
	changesOf,
	type Job,
	type Provisioned,
	type ProvisionOptions,
	provision,
} from "@lab/provision";
import {
	type Answer,
	type Context,
	defineOptions,
	type OptionsOf,
} from "../../command.ts";

/** Options of every command that runs a playbook. */
export const provisioningOptions = defineOptions([
	{ flags: "--check", description: "change nothing; show what would change" },
	{ flags: "--diff", description: "show the changed lines of files" },
	{ flags: "--limit <hosts>", description: "only on these machines" },
	{ flags: "--user <name>", description: "SSH account on the machines" },
	{
		flags: "--inventory <file>",
		description: "inventory (default: the lab's)",
	},
	{
		flags: "--vault <file>",
		description: "encrypted variables (default: ansible/vault.yml)",
	},
	{
		flags: "--vault-password-file <file>",
		description: "vault password (default: vault-password in --state)",
	},
	{
		flags: "--state <folder>",
		description: "folder for reports and backups",
		default: ".lab/provision",
	},
]);

type ProvisioningInput = Context & {
	readonly options: OptionsOf<typeof provisioningOptions>;
};

export const stateOf = ({ root, options }: ProvisioningInput): string =>
	resolve(root, options.state);

export const provisionOptionsOf = (
	input: ProvisioningInput,
): ProvisionOptions => ({
	...input.options,
	root: input.root,
	state: stateOf(input),
	progress: input.progress,
	signal: input.signal,
});

/** Runs a job and reports its result. @param next what to do next, for the engineer */
export async function runJob(
	input: ProvisioningInput,
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
		text: provisionText({ report, reportFile }, next, input.options.diff),
	};
}

export function provisionText(
	{ report, reportFile }: Provisioned,
	next: string,
	allChanges = false,
): string {
	const changes = changesOf(report);
	const verb = report.check ? "would change" : "changed";
	const shown = report.check || allChanges ? changes : changes.slice(0, 10);
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
