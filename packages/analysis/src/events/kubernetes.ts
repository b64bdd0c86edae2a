import { defineEvent } from "./schema.ts";

/** Any Event object; `reason` says what happened. */
export const event = defineEvent({
	name: "kubernetes.event",
	about:
		"event that Kubernetes reports about an object: scheduled, killing, unhealthy",
	messages: ["Kubernetes event"],
	fields: {
		type: { type: "text", optional: true, about: "Normal or Warning" },
		reason: { type: "text", about: "Scheduled, Killing, Unhealthy, .." },
		kind: { type: "text", optional: true, about: "Pod, Node, .." },
		namespace: {
			type: "text",
			optional: true,
			about: "namespace of the object",
		},
		name: { type: "text", optional: true, about: "name of the object" },
		note: { type: "text", optional: true, about: "explanation for people" },
		count: {
			type: "int64",
			unit: "count",
			optional: true,
			about: "how often it happened",
		},
		component: {
			type: "text",
			optional: true,
			about: "component that reports it",
		},
		host: {
			type: "text",
			optional: true,
			about: "node of the kubelet that reports it",
		},
	},
	samples: [
		{
			line: '{"kind":"Event","apiVersion":"v1","metadata":{"name":"pod-7.17","namespace":"lab"},"involvedObject":{"kind":"Pod","namespace":"lab","name":"pod-7"},"reason":"Killing","message":"Stopping container \\"node\\"","source":{"component":"kubelet","host":"node-01"},"firstTimestamp":"2026-08-05T01:15:19Z","lastTimestamp":"2026-08-05T01:15:20Z","count":2,"type":"Normal"}',
			row: {
				time: 1785892520000000000n,
				type: "Normal",
				reason: "Killing",
				kind: "Pod",
				namespace: "lab",
				name: "pod-7",
				note: 'Stopping container "node"',
				count: 2n,
				component: "kubelet",
				host: "node-01",
			},
		},
	],
});
