import { createHash } from "node:crypto";
import { canonicalJson } from "@lab/core";

/** A value without parts, and the path that leads to it. */
export type Leaf = readonly [path: string, value: string];

type Fields = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Fields =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** Longest text that is shown; of a longer one, only its digest is compared. */
const SHOWN = 100;

/** Last keys whose texts must not be shown. */
const SECRET =
	/(password|passwd|token|secret[-_]?key|private[-_]?key|api[-_]?key|credentials?)$/i;

/**
 * Lists every leaf of an object or of Helm values. Entries of lists are called by
 * what identifies them, so that their order does not matter: `env[LEVEL]`,
 * `args[--port]`, `tolerations[dedicated=monitoring:NoSchedule]`.
 */
export function leavesOf(value: unknown, path = ""): Leaf[] {
	if (Array.isArray(value)) {
		const names = value.map((entry, index) => entryName(entry, path, index));
		return value.flatMap((entry: unknown, index) => {
			const name = names[index] ?? "";
			const earlier = names
				.slice(0, index)
				.filter((one) => one === name).length;
			return entryLeaves(
				entry,
				`${path}[${name}${earlier === 0 ? "" : ` #${earlier + 1}`}]`,
			);
		});
	}
	if (isMap(value))
		return Object.entries(value).flatMap(([key, inner]) =>
			leavesOf(inner, path === "" ? key : `${path}.${key}`),
		);
	return [[path, textOf(value, path)]];
}

function entryLeaves(entry: unknown, path: string): Leaf[] {
	if (!isMap(entry)) return [[path, FLAG.exec(String(entry))?.[2] ?? ""]];
	if (path.endsWith("]") && /tolerations\[[^\]]*\]$/i.test(path))
		return [[path, ""]];
	// A variable is one thing, not a name and a value.
	if (typeof entry.name === "string" && "value" in entry)
		return [[path, textOf(entry.value, `${path}.${entry.name}`)]];
	if (typeof entry.name === "string" && isMap(entry.valueFrom))
		return [[path, `from ${canonicalJson(entry.valueFrom)}`]];
	const below = leavesOf(
		Object.fromEntries(
			Object.entries(entry).filter(([key]) => key !== identifying(entry)),
		),
		path,
	);
	return below.length === 0 ? [[path, ""]] : below;
}

/** `--flag=value` */
const FLAG = /^(--?[A-Za-z][\w.-]*)=([\s\S]*)$/;

/** Fields that tell the entries of a list apart. */
const IDENTIFYING = [
	...["mountPath", "containerPort", "host", "path"],
	...["port", "name", "key"],
];

const identifying = (entry: Fields): string | undefined =>
	IDENTIFYING.find((field) =>
		["string", "number"].includes(typeof entry[field]),
	);

function entryName(entry: unknown, path: string, index: number): string {
	if (Array.isArray(entry)) return String(index);
	if (!isMap(entry)) {
		const text = String(entry);
		return (
			FLAG.exec(text)?.[1] ?? (text.length > SHOWN ? shortened(text) : text)
		);
	}
	if (/tolerations$/i.test(path)) {
		const { key = "*", value, effect = "*" } = entry;
		return `${key}${value === undefined ? "" : `=${value}`}:${effect}`;
	}
	const field = identifying(entry);
	return field === undefined ? String(index) : String(entry[field]);
}

/** Text of a leaf; none of a secret. */
function textOf(value: unknown, path: string): string {
	const text = String(value);
	if (typeof value === "string" && value !== "" && SECRET.test(path))
		return "not shown";
	return text.length > SHOWN || text.includes("\n") ? shortened(text) : text;
}

const shortened = (text: string): string =>
	`${text.length} characters (${digestOf(text)})`;

/** Short digest by which two texts are compared. */
export const digestOf = (text: string): string =>
	createHash("sha256").update(text).digest("hex").slice(0, 8);
