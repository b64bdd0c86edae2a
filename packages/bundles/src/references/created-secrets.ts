import { namespaceOf, type ReadObject } from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";
import { madeFrom } from "./controllers.ts";

/** A Secret, the namespace in which it is created, and the file from which it comes. */
export interface CreatedSecret {
	readonly where: string;
	readonly namespace: string;
	readonly object: ReadObject;
}

/** Secrets that charts create, and that controllers create from the objects of bundles and charts. */
export const createdSecrets = (
	bundles: readonly RenderedBundle[],
): CreatedSecret[] =>
	bundles.flatMap(({ bundle, source, namespace: release, objects }) => {
		const ofChart = bundle.props.helm?.creates?.objects ?? [];
		return [
			...ofChart.map((object) => ({ object, in: object })),
			...[...ofChart, ...objects].flatMap((object) =>
				madeFrom(object).map((made) => ({ object: made, in: object })),
			),
		]
			.filter(({ object }) => object.kind === "Secret")
			.map(({ object, in: owner }) => ({
				where: source,
				object,
				namespace: namespaceOf(owner, release) ?? release,
			}));
	});
