import type { KubeApi } from "../access/kube-api.ts";

/** Requests to an API server during an interval. */
export interface ApiLoad {
	readonly requests: number;
	/** Eight most frequent kinds of request, by verb and resource: `POST pods/binding`. */
	readonly most: readonly {
		readonly what: string;
		readonly requests: number;
	}[];
}

export interface ApiMetrics {
	/** Number of pods that the scheduler has bound to a node. */
	readonly bindings: number;
	readonly requests: ReadonlyMap<string, number>;
}

const LINE = /^apiserver_request_total\{(.*)\} (\S+)$/gm;

/** Reads the API server's request counters. */
export async function readApiMetrics(api: KubeApi): Promise<ApiMetrics> {
	const { body } = await api.call("GET", "/metrics");
	const requests = new Map<string, number>();
	let bindings = 0;
	for (const [, labels = "", value] of String(body).matchAll(LINE)) {
		const label = (name: string) =>
			new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
		const resource = [label("resource"), label("subresource")]
			.filter(Boolean)
			.join("/");
		const what = `${label("verb")} ${resource || "other"}`;
		requests.set(what, (requests.get(what) ?? 0) + Number(value));
		if (what === "POST pods/binding" && label("code") === "201")
			bindings += Number(value);
	}
	return { bindings, requests };
}

export function loadSince(before: ApiMetrics, now: ApiMetrics): ApiLoad {
	const grown = [...now.requests]
		.map(([what, count]) => ({
			what,
			requests: count - (before.requests.get(what) ?? 0),
		}))
		.filter(({ requests }) => requests > 0)
		.sort((a, b) => b.requests - a.requests);
	return {
		requests: grown.reduce((sum, { requests }) => sum + requests, 0),
		most: grown.slice(0, 8),
	};
}
