import { join } from "node:path";
import { LabError, readTree } from "@lab/core";
import type { Foreign } from "./kind.ts";
import { formsOf } from "./naming.ts";

/**
 * Finds the files that name a thing which they should not know, in any form:
 * `kad-dht`, `kadDht`, `isKadDht`, `kad_dht`. Comments and tests may.
 *
 * @returns paths below the root, sorted
 */
export async function mentionsOf(
	root: string,
	name: string,
	{ folder, except }: Foreign,
): Promise<string[]> {
	const named = mentioning(name);
	return [...(await readTree(join(root, folder)))]
		.filter(
			([path, text]) =>
				/\.(ts|sql)$/.test(path) &&
				!path.includes(".test.") &&
				!path.startsWith(except) &&
				named.test(withoutComments(text)),
		)
		.map(([path]) => `${folder}/${path}`);
}

/** @throws LabError `wrong-name` where code that should not know the thing uses its name */
export async function assertForeign(
	root: string,
	name: string,
	foreign: Foreign,
): Promise<void> {
	const [first, ...others] = await mentionsOf(root, name, foreign);
	if (first === undefined) return;
	throw new LabError({
		code: "wrong-name",
		what: `${foreign.what} uses the word '${name}' for something else`,
		where: others.length === 0 ? first : `${first} and ${others.length} more`,
		help: `choose another name, such as '${name}-test'`,
	});
}

/** Finds `ping` in `pingTable`, but not in `mapping`. */
export function mentioning(name: string): RegExp {
	const [kebab, camel, pascal, snake] = formsOf(name);
	return new RegExp(
		`(?:(?<![A-Za-z])(?:${kebab}|${camel}|${snake})|${pascal})(?![a-z])`,
	);
}

const withoutComments = (text: string) =>
	text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|--).*$/gm, "");
