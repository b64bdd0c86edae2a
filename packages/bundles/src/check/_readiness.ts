import {
	READY_WITH,
	type ReadinessNeed,
	type ReadObject,
	readinessNeeds,
	titleOf,
} from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";
import { placeOf } from "./_places.ts";

/** Pods that declare what they wait for. */
export interface WaitingPods {
	readonly entry: RenderedBundle;
	/** Workload that makes them, as `Deployment name`; undefined if the bundle's chart does. */
	readonly workload: string | undefined;
	readonly where: string;
	readonly text: string;
	/** Undefined if the text is not in the annotation's form. */
	readonly needs: readonly ReadinessNeed[] | undefined;
}

/** All pods of a bundle that declare what they wait for: of its own workloads, and of its chart. */
export function waitingPods(entry: RenderedBundle): WaitingPods[] {
	const found = (
		value: unknown,
		where: string,
		workload?: ReadObject,
	): WaitingPods[] =>
		annotationsIn(value).map((text) => ({
			entry,
			workload: workload && titleOf(workload),
			where,
			text,
			needs: readinessNeeds(text),
		}));
	return [
		...entry.objects.flatMap((object) =>
			found(object, placeOf(entry, object), object),
		),
		...found(entry.bundle.props.helm?.values, entry.source),
	];
}

/** Texts of the annotation at any depth. */
function annotationsIn(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === READY_WITH && typeof inner === "string"
			? [inner]
			: annotationsIn(inner),
	);
}
