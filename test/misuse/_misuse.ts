import { type Component, components } from "@lab/components";
import { component } from "./_lab.ts";

/** A mistake that an author of components may make. */
export interface Misuse {
	readonly what: string;
	/** Components that are rendered together; all but `unregistered` are in the registry. */
	readonly components: readonly Component[];
	/** Components of the last commit; absent if the mistake is not a change. */
	readonly before?: readonly Component[];
	/** Code of the finding, or the reason why there is none. */
	readonly answer: { readonly code: string } | { readonly silent: string };
}

export const long = (length: number) => "a".repeat(length);

export const found = (
	what: string,
	code: string,
	...components: readonly Component[]
): Misuse => ({ what, components, answer: { code } });

export const raw = (what: string, code: string, ...objects: object[]): Misuse =>
	found(what, code, component(objects as Record<string, unknown>[]));

export const silent = (
	what: string,
	reason: string,
	...components: readonly Component[]
): Misuse => ({ what, components, answer: { silent: reason } });

/** Objects that look wrong, but are right. */
export const right = (
	what: string,
	reason: string,
	...objects: object[]
): Misuse =>
	silent(what, reason, component(objects as Record<string, unknown>[]));

/** A mistake in the change from one component to another of the same name. */
export const changed = (
	what: string,
	code: string,
	before: Component,
	after: Component,
): Misuse => ({
	what,
	components: withNeeds(after),
	before: withNeeds(before),
	answer: { code },
});

/** A component of the registry. @throws Error if there is none */
export function registered(name: string): Component {
	const found = components.find((component) => component.name === name);
	if (found === undefined) throw new Error(`there is no component ${name}`);
	return found;
}

/** A component with everything that it needs, directly or not. */
export function withNeeds(component: Component): readonly Component[] {
	return [
		...new Set([...(component.needs ?? []).flatMap(withNeeds), component]),
	];
}
