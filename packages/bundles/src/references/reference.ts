import type { TargetName } from "./targets.ts";

/** Name of another object, in an object or in the values of a chart. */
export interface Reference {
	readonly to: TargetName;
	readonly name: string;
	/** @default the namespace of the reader */
	readonly namespace?: string;
	/** Port of a Service, by number or by name. */
	readonly port?: number | string;
	/** Key of a ConfigMap. */
	readonly key?: string;
	/** Path below the value that was read. */
	readonly at: readonly (string | number)[];
}

export type Json = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Json =>
	value !== null && typeof value === "object" && !Array.isArray(value);

export const mapOf = (value: unknown): Json => (isMap(value) ? value : {});

/** Maps in a list, with their index; none if the value is not a list. */
export const entriesOf = (value: unknown): [number, Json][] =>
	(Array.isArray(value) ? value : []).flatMap((entry, index) =>
		isMap(entry) ? [[index, entry] as [number, Json]] : [],
	);

/** A name that is written out: neither empty nor a template. */
export const isName = (value: unknown): value is string =>
	typeof value === "string" && value !== "" && !/[{$]/.test(value);

/** A reference, if its name is written out and it is not optional. */
export function refer(
	to: TargetName,
	name: unknown,
	at: Reference["at"],
	{
		namespace,
		port,
		key,
	}: {
		readonly namespace?: unknown;
		readonly port?: unknown;
		readonly key?: unknown;
	} = {},
): Reference[] {
	if (!isName(name)) return [];
	return [
		{
			to,
			name,
			at,
			...(isName(namespace) && { namespace }),
			...((isName(port) || typeof port === "number") && { port }),
			...(isName(key) && { key }),
		},
	];
}
