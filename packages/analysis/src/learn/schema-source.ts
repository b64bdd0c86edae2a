import type { Proposal } from "./learner.ts";

/** A proposal as the source of an event schema, for `packages/analysis/src/events/`. */
export function schemaSource(proposal: Proposal): string {
	const { name, count, message, template, fields, sample } = proposal;
	const identifier = (name.split(".").at(-1) ?? "event").replace(
		/-(.)/g,
		(_all, next: string) => next.toUpperCase(),
	);
	const columns = Object.entries(fields).map(
		([column, field]) => `\t\t${column}: ${literal(field)},`,
	);
	return [
		`// ${count} lines, ${proposal.format ?? "no format"}`,
		`export const ${identifier} = defineEvent({`,
		`\tname: ${JSON.stringify(name)},`,
		`\tabout: "TODO: what happened",`,
		`\tmessages: [${message === undefined ? "" : JSON.stringify(message)}],`,
		...(template === undefined
			? []
			: [`\ttemplates: [${JSON.stringify(template)}],`]),
		columns.length === 0
			? "\tfields: {},"
			: ["\tfields: {", ...columns, "\t},"].join("\n"),
		`\tsamples: [{ line: ${JSON.stringify(sample)}, row: {} }],`,
		"});",
	].join("\n");
}

function literal(value: object): string {
	const entries = Object.entries(value).map(
		([key, entry]) => `${key}: ${JSON.stringify(entry)}`,
	);
	return `{ ${entries.join(", ")} }`;
}
