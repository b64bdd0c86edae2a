import { isDnsLabel, LabError } from "@lab/core";
import { transform } from "esbuild";
import type { Kind } from "./kind.ts";
import { identifierOf } from "./naming.ts";
import type { Source } from "./source-edit.ts";

/** JavaScript lets a module hide them, TypeScript does not. */
const GLOBAL = ["undefined", "globalThis"];

/** @throws LabError `wrong-name` */
export function assertName(
	name: string,
	{ noun, maxLength }: Pick<Kind, "noun" | "maxLength">,
): void {
	if (
		isDnsLabel(name, maxLength) &&
		/^[a-z]/.test(name) &&
		!name.includes("--")
	)
		return;
	throw new LabError({
		code: "wrong-name",
		what: `'${name}' cannot be the name of ${withArticle(noun)}`,
		where: name,
		help: `use at most ${maxLength} of a-z, 0-9 and single dashes, with a letter first`,
	});
}

/**
 * @param sources that use the name, as they will be
 * @throws LabError `wrong-name` where the name means something else in one of them, as `import` and `count` do
 */
export async function assertFree(
	name: string,
	sources: readonly Source[],
): Promise<void> {
	const identifier = identifierOf(name);
	const faults = await Promise.all(
		sources.filter(({ path }) => path.endsWith(".ts")).map(faultIn),
	);
	const fault = faults.find((one) => one !== undefined);
	if (fault === undefined && !GLOBAL.includes(identifier)) return;
	throw new LabError({
		code: "wrong-name",
		what: `'${identifier}' already means something else in the code`,
		where: name,
		help: `choose another name, such as '${name}-test'`,
		cause: fault,
	});
}

/** Why a file is not valid: a reserved word, or a name that is declared twice. */
async function faultIn({ text }: Source): Promise<unknown> {
	try {
		const { code } = await transform(text, {
			loader: "ts",
			tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
			logLevel: "silent",
		});
		// In TypeScript a value may hide an import, which could be a type.
		await transform(code, { loader: "js", logLevel: "silent" });
		return undefined;
	} catch (error) {
		return error;
	}
}

/** `a component`, `an experiment` */
export const withArticle = (noun: string): string =>
	`${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
