import { createHash, randomBytes } from "node:crypto";
import {
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fromYaml, fromYamlStream } from "@lab/core";

/** Beside what pnpm installs: nothing that Git or a person looks after. */
const folder = join(
	import.meta.dirname,
	"../../../node_modules/.cache/chart-facts",
);

/**
 * Reading a chart's YAML takes longer than all the rest of a synth, so what
 * was read is kept as JSON under the hash of the text: it cannot be stale.
 */
function kept<T>(kind: string, text: string, read: () => T): T {
	const hash = createHash("sha256").update(kind).update(text).digest("hex");
	const path = join(folder, `${hash}.json`);
	if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8")) as T;
	const value = read();
	mkdirSync(folder, { recursive: true });
	const temporary = `${path}.${randomBytes(6).toString("hex")}`;
	writeFileSync(temporary, JSON.stringify(value));
	renameSync(temporary, path);
	return value;
}

/** One document. @throws LabError `invalid-yaml` */
export const readYaml = (text: string, where: string): unknown =>
	kept("document", text, () => fromYaml(text, where) ?? null);

/** A stream of documents. @throws LabError `invalid-yaml` */
export const readYamlStream = (text: string, where: string): unknown[] =>
	kept("stream", text, () => fromYamlStream(text, where));
