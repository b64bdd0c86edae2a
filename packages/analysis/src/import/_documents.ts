import { LabError } from "@lab/core";

/**
 * JSON documents that stand one behind the other: 10ksim appends to
 * `metadata.json`, so a folder used twice is no valid JSON.
 *
 * @throws LabError `invalid-json` when one of them is cut
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
					? "there is no JSON document"
					: "the last document is cut",
			where,
			help: "fetch the file again",
		});
	}
	return documents;
}

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

/** Rows of a CSV with its heading; quotes as pandas writes them. */
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
