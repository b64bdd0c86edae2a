import type { Inner, Wrapper } from "./format.ts";

/** A list of objects as one line: `kubectl get events -o json | jq -c`, or the API's own answer */
export const kubernetesList: Wrapper = {
	name: "kubernetes-list",
	summary: "lists of Kubernetes events as one line of JSON",
	example:
		'{"apiVersion":"v1","items":[{"kind":"Event","involvedObject":{"kind":"Pod","namespace":"lab","name":"pod-7"},"reason":"Scheduled","type":"Normal","lastTimestamp":"2026-08-05T01:15:19Z"}],"kind":"List"}',
	unwrap(text, start, end): Inner[] | undefined {
		if (!text.startsWith('{"', start)) return undefined;
		const items = text.indexOf('"items":', start);
		if (items < 0 || items >= end) return undefined;
		try {
			const list = JSON.parse(
				Buffer.from(text.slice(start, end), "latin1").toString("utf8"),
			) as { items?: unknown; apiVersion?: unknown };
			if (!Array.isArray(list.items) || typeof list.apiVersion !== "string")
				return undefined;
			return list.items.map((item) => {
				const line = Buffer.from(JSON.stringify(item), "utf8").toString(
					"latin1",
				);
				return { text: line, start: 0, end: line.length, partial: false };
			});
		} catch {
			return undefined; // not JSON
		}
	},
};
