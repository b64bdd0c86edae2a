import type { Inner, Wrapper } from "./format.ts";

const HEAD = /\[pod\/([\w.-]+)\/([\w.-]+)\] ?/y;

/** `[pod/pod-7/node] line` */
export const kubectlPrefix: Wrapper = {
	name: "kubectl-prefix",
	summary: "kubectl logs --prefix",
	example:
		"[pod/pod-7/node] INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		if (text.charCodeAt(start) !== 91) return undefined;
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return undefined;
		const [all, pod = "", container = ""] = head;
		return [
			{
				text,
				start: start + all.length,
				end,
				partial: false,
				origin: { pod, container },
			},
		];
	},
};
