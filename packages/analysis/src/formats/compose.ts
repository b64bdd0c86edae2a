import type { Inner, Wrapper } from "./format.ts";

const HEAD = /([a-z0-9][\w.-]*) +\| /y;

/** `node-1  | line` */
export const compose: Wrapper = {
	name: "compose",
	summary: "docker compose logs",
	example:
		"node-1  | INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return undefined;
		const [all, pod = ""] = head;
		return [
			{
				text,
				start: start + all.length,
				end,
				partial: false,
				origin: { pod },
				uncertain: true,
			},
		];
	},
};
