import type { KubeApi } from "../replica/kube-api.ts";

/** What an API server was asked for while something happened. */
export interface ApiLoad {
	readonly requests: number;
	/** By verb and kind, the most frequent first: `POST pods/binding`. */
	readonly most: readonly {
		readonly what: string;
		readonly requests: number;
	}[];
}

export interface ApiMetrics {
	/** Pods that the scheduler has given a node. */
	readonly bindings: number;
	readonly requests: ReadonlyMap<string, number>;
}

const LINE = /^apiserver_request_total\{(.*)\} (\S+)$/gm;

/** Reads the API server's own account of its requests. */
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
