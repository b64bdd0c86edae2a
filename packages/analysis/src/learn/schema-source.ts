import { toRows } from "../parser/batch.ts";
import { LogParser } from "../parser/parser.ts";
import type { Proposal } from "./learner.ts";

/** Writes a proposal as the source code of an event schema. */
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
		`\tsamples: [{ line: ${JSON.stringify(sample)}, row: ${rowOf(proposal)} }],`,
		"});",
	].join("\n");
}

/** Returns the row that the schema reads from its sample, for the author to check. */
function rowOf({ name, message, template, fields, sample }: Proposal): string {
	const parser = new LogParser({
		schemas: [
			{
				name,
				about: "",
				messages: message === undefined ? [] : [message],
				...(template !== undefined && { templates: [template] }),
				fields,
				samples: [],
			},
		],
		keepLog: false,
	});
	const stream = parser.stream("sample");
	stream.writeLine(sample);
	stream.end();
	const [row = {}] = parser.end().flatMap(toRows);
	const values = Object.keys(fields)
		.filter((column) => column in row)
		.map((column) => `${column}: ${valueLiteral(row[column])}`);
	return values.length === 0 ? "{}" : `{ ${values.join(", ")} }`;
}

const valueLiteral = (value: unknown): string =>
	typeof value === "bigint" ? `${value}n` : JSON.stringify(value ?? null);

function literal(value: object): string {
	const entries = Object.entries(value).map(
		([key, entry]) => `${key}: ${JSON.stringify(entry)}`,
	);
	return `{ ${entries.join(", ")} }`;
}
