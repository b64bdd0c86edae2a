import type { Finding } from "@lab/core";
import type { ChartFacts, ChartVersion } from "../chart-facts.ts";
import type { Facts } from "../facts.ts";

/** A chart with the values that a component sets, including their markers. */
export interface Release {
	/** Path of the file that sets the values. */
	readonly where: string;
	readonly namespace: string;
	readonly chart: { readonly name: string; readonly version: string };
	readonly values: unknown;
}

/** A Kubernetes object as its component defines it. */
export interface UsedObject {
	/** Path of the file that defines the object. */
	readonly where: string;
	/** Namespace into which the object is deployed. */
	readonly namespace: string;
	readonly object: unknown;
}

/** A component and its namespace. */
export interface Resident {
	/** Path of the file that defines the component. */
	readonly where: string;
	readonly name: string;
	readonly namespace: string;
}

/** Uses of the facts, to be checked with them. Absent uses are not checked. */
export interface Uses {
	/** Names of all components. */
	readonly components?: readonly string[];
	readonly residents?: readonly Resident[];
	readonly releases?: readonly Release[];
	readonly objects?: readonly UsedObject[];
	/** Looks up the facts of a chart. @default the committed facts */
	readonly chartFacts?: (chart: ChartVersion) => ChartFacts | undefined;
}

/** Check of the facts and their uses for one kind of fault. */
export interface Rule {
	/** Code of its findings; also the name of its file and of its fixture. */
	readonly code: string;
	/** Returns all findings and throws nothing. Pure, except for reading the committed facts of charts. */
	readonly check: (facts: Facts, uses: Uses) => Finding[];
}
