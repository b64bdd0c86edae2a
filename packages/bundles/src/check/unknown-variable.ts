import { fault } from "@lab/core";
import { titleOf } from "@lab/kubernetes";
import { entriesOf, isMap, type Json } from "../references/reference.ts";
import { placeOf } from "./_places.ts";
import { containersOf, eachPod } from "./_pods.ts";
import type { Rule } from "./rule.ts";

/** Every `$(NAME)` in a variable or an argument is the name of a variable: Kubernetes leaves others as they stand. */
export const unknownVariable: Rule = {
	code: "unknown-variable",
	check: (bundles) =>
		eachPod(bundles, ({ object, entry, spec, path }) =>
			containersOf(spec).flatMap(([at, container]) =>
				unresolved(container).map(({ name, field, known }) =>
					fault({
						code: "unknown-variable",
						what: `${field} of container ${container.name} in ${titleOf(object)} has $(${name}), ${known ? "but that variable is only listed after it" : "which is no variable of it"}`,
						where: placeOf(entry, object, `${path}.${at}.${field}`),
						help: known
							? `list ${name} before it`
							: `add ${name} to env, or write $$(${name}) for the text itself`,
					}),
				),
			),
		),
};

interface Unresolved {
	readonly name: string;
	readonly field: string;
	/** Whether a later variable has the name. */
	readonly known: boolean;
}

function unresolved(container: Json): Unresolved[] {
	if (!mentionsVariable(container)) return [];
	// Names in a ConfigMap or Secret are not known here.
	if (Array.isArray(container.envFrom) && container.envFrom.length > 0)
		return [];
	const env = entriesOf(container.env);
	const names = env.map(([, { name }]) => String(name));
	const words = (["command", "args"] as const).flatMap((field) =>
		(Array.isArray(container[field]) ? container[field] : []).map(
			(text: unknown, index: number) => ({ text, field: `${field}[${index}]` }),
		),
	);
	return [
		...env.flatMap(([index, { value }]) =>
			namesIn(value)
				.filter((name) => !names.slice(0, index).includes(name))
				.map((name) => ({
					name,
					field: `env[${index}]`,
					known: names.slice(index + 1).includes(name),
				})),
		),
		// In a script, it runs a command.
		...(words.some(({ text }) =>
			/^(.*\/)?(ba|da|a|z)?sh$|\n/.test(String(text)),
		)
			? []
			: words.flatMap(({ text, field }) =>
					namesIn(text)
						.filter((name) => !names.includes(name))
						.map((name) => ({ name, field, known: false })),
				)),
	];
}

/** Whether a container has a `$(` anywhere; few have. */
const mentionsVariable = ({ env, command, args }: Json): boolean =>
	[env, command, args].some(
		(list) =>
			Array.isArray(list) &&
			list.some((entry) => {
				const text: unknown = isMap(entry) ? entry.value : entry;
				return typeof text === "string" && text.includes("$(");
			}),
	);

/** Kubernetes adds variables with the addresses of Services. */
const ADDED = /_(SERVICE_(HOST|PORT)|PORT)(_|$)/;

const namesIn = (text: unknown): string[] =>
	typeof text !== "string"
		? []
		: [...text.replaceAll("$$", "").matchAll(/\$\(([A-Z_][A-Z0-9_]*)\)/g)]
				.map(([, name = ""]) => name)
				.filter((name) => !ADDED.test(name));
