import type { Finding } from "@lab/core";
import type { Facts } from "../facts.ts";

/** A chart with the values that a component gives it, markers and all. */
export interface Release {
	/** Where the values are written: a path. */
	readonly where: string;
	readonly namespace: string;
	readonly chart: { readonly name: string; readonly version: string };
	readonly values: unknown;
}

/** A Kubernetes object as a component means it. */
export interface UsedObject {
	/** Where the object is written: a path. */
	readonly where: string;
	/** The namespace that it ends in. */
	readonly namespace: string;
	readonly object: unknown;
}

/** What others make of the facts. What is left out is not looked at. */
export interface Uses {
	/** Names of all components. */
	readonly components?: readonly string[];
	readonly releases?: readonly Release[];
	readonly objects?: readonly UsedObject[];
	/** Where charts' facts lie; found as `chartFactsFolder` says when left out. */
	readonly chartFacts?: string;
}

/** One fault that can be told from the facts and their uses. */
export interface Rule {
	/** The code of its findings; also the name of its file and of its fixture. */
	readonly code: string;
	/** Pure but for reading charts' facts; returns all findings, throws nothing. */
	readonly check: (facts: Facts, uses: Uses) => Finding[];
}
