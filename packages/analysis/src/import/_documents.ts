import { exitCode, LabError } from "@lab/core";

/**
 * Splits concatenated JSON documents: 10ksim appends to `metadata.json`, so the
 * file is not valid JSON if a folder was used twice.
 *
 * @throws LabError `invalid-json` if a document is truncated, or between two is any other text
 */
export function jsonDocuments(text: string, where: string): unknown[] {
	const documents: unknown[] = [];
	let depth = 0;
	let start = -1;
	let quoted = false;
	for (let at = 0; at < text.length; at++) {
		const c = text[at];
		if (quoted) {
			if (c === "\\") at++;
			else if (c === '"') quoted = false;
			continue;
		}
		if (depth === 0 && c !== "{" && c !== "[" && /[^\s\0]/.test(c as string))
			throw foreign(text.slice(at), where);
		if (c === '"') quoted = true;
		else if (c === "{" || c === "[") {
			if (depth === 0) start = at;
			depth++;
		} else if (c === "}" || c === "]") {
			depth--;
			if (depth === 0) documents.push(parse(text.slice(start, at + 1), where));
		}
	}
	if (depth !== 0 || quoted || documents.length === 0) {
		throw new LabError({
			code: "invalid-json",
			what:
				documents.length === 0
					? "the file contains no JSON document"
					: "the last document is truncated",
			where,
			help: "fetch the file again",
		});
	}
	return documents;
}

const foreign = (text: string, where: string): LabError =>
	new LabError({
		code: "invalid-json",
		what: `'${text.slice(0, 40).split("\n")[0]}' is not part of a JSON document`,
		where,
		help: "fetch the file again, or remove the line",
		exit: exitCode.wrongInput,
	});

function parse(text: string, where: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new LabError({
			code: "invalid-json",
			what: (error as Error).message,
			where,
			help: "fetch the file again",
		});
	}
}

/** Returns all rows of a CSV, including the header; quotes as pandas writes them. */
export function csvRows(text: string): string[][] {
	return text
		.split(/\r?\n/)
		.filter((line) => line !== "")
		.map(csvFields);
}

function csvFields(line: string): string[] {
	if (!line.includes('"')) return line.split(",");
	const fields: string[] = [];
	let at = 0;
	while (at <= line.length) {
		if (line[at] === '"') {
			const end = /"(?:,|$)/.exec(line.slice(at + 1).replaceAll('""', "\0\0"));
			const stop = at + 1 + (end?.index ?? line.length);
			fields.push(line.slice(at + 1, stop).replaceAll('""', '"'));
			at = stop + 2;
		} else {
			const comma = line.indexOf(",", at);
			const stop = comma < 0 ? line.length : comma;
			fields.push(line.slice(at, stop));
			at = stop + 1;
		}
	}
	return fields;
}
