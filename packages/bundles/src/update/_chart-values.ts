import { isQuantity, quantityValue } from "@lab/kubernetes";
import type { ValueVolume } from "../bundle.ts";
import type { RenderedBundle } from "../render.ts";
import type { CommittedBundle } from "./rule.ts";

/** A value of a chart that differs from the committed one. */
export interface ValueChange {
	/** `vlstorage.persistentVolume.size`. */
	readonly path: string;
	readonly was: unknown;
	readonly is: unknown;
	/** Volume that the value describes, and the field of it. */
	readonly volume?: { readonly of: ValueVolume; readonly field: string };
}

type Values = Readonly<Record<string, unknown>>;

/** Finds the values that differ; none if the bundle had no chart, or another one. */
export function valueChanges(
	was: CommittedBundle,
	is: RenderedBundle,
): ValueChange[] {
	const { chart, repo, values = {} } = was.fleetYaml.helm ?? {};
	const { helm } = is.fleetYaml;
	if (helm === undefined || (chart ?? repo) !== (helm.chart ?? helm.repo))
		return [];
	const volumes = is.bundle.props.helm?.volumes ?? [];
	const [before, after] = [values, helm.values ?? {}].map((given) =>
		leaves(given as Values, volumes),
	) as [Leaves, Leaves];
	return [...new Set([...before.keys(), ...after.keys()])]
		.sort()
		.filter((path) => !isSame(before.get(path), after.get(path)))
		.map((path) => ({
			path,
			was: before.get(path),
			is: after.get(path),
			...volumeAt(path, volumes),
		}));
}

type Leaves = Map<string, unknown>;

/** Values by path. Those of volumes include the chart's defaults. */
function leaves(values: Values, volumes: readonly ValueVolume[]): Leaves {
	const found: Leaves = new Map();
	const walk = (value: unknown, path: readonly string[]) => {
		if (value === null || typeof value !== "object" || Array.isArray(value))
			return found.set(path.join("."), value);
		for (const [key, inner] of Object.entries(value))
			walk(inner, [...path, key]);
		return undefined;
	};
	for (const { path, defaults } of volumes) walk(defaults, path.split("."));
	walk(values, []);
	return found;
}

function isSame(was: unknown, is: unknown): boolean {
	if (typeof was === "string" && typeof is === "string")
		return (
			was === is ||
			(isQuantity(was) && quantityValue(was) === quantityValue(is))
		);
	return JSON.stringify(was) === JSON.stringify(is);
}

function volumeAt(path: string, volumes: readonly ValueVolume[]) {
	const of = volumes.find((volume) => path.startsWith(`${volume.path}.`));
	return of === undefined
		? {}
		: { volume: { of, field: path.slice(of.path.length + 1) } };
}

/** Paths that charts use for the size of a volume. */
const SIZE =
	/(^|\.)(\w*persisten\w*|pvc|dataVolume)(\.\w+)*\.(size|storage)$|(^|\.)resources\.requests\.storage$/i;

/** Whether a value is the size of a volume, and shrinks. */
export function shrinks({ path, was, is, volume }: ValueChange): boolean {
	if (volume?.field !== "size" && !SIZE.test(path)) return false;
	const [before, after] = [was, is].map(quantityValue);
	return before !== undefined && after !== undefined && after < before;
}

/** Formats a value for a message. */
export const shown = (value: unknown): string =>
	value === undefined ? "nothing" : JSON.stringify(value);
