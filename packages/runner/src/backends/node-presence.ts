import type { Node } from "../backend.ts";

/** Base URL of the HTTP API of each node that is up. */
export type BaseUrls = ReadonlyMap<string, string>;

export const baseUrlsOf = (nodes: readonly Node[]): BaseUrls =>
	new Map(
		nodes.flatMap(({ name, urls }) =>
			urls.http === undefined ? [] : [[name, urls.http] as const],
		),
	);

/** Whether a step that removes nodes is in effect: yes while none of them is up, no once all are, unknown in between. */
export const presence = (up: number, of: number): { present?: boolean } =>
	up === 0 ? { present: true } : up === of ? { present: false } : {};
