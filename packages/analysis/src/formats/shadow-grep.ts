import type { Inner, Wrapper } from "./format.ts";

const HEAD =
	/(?:[\w./-]*\/)?hosts\/([\w.-]+)\/[\w.-]+\.(stdout|stderr):(?:\d+:)?/y;

/** `shadow.data/hosts/pod-7/main.1000.stdout:12:line`, as `grep -rn` prints it */
export const shadowGrep: Wrapper = {
	name: "shadow-grep",
	summary: "lines of Shadow's hosts, collected by grep -r (the nodes' run.sh)",
	example:
		"shadow.data/hosts/pod-7/main.1000.stdout:12:13647046878266911 milliseconds: 12",
	unwrap(text, start, end): Inner[] | undefined {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return undefined;
		const [all, pod = "", channel = ""] = head;
		return [
			{
				text,
				start: start + all.length,
				end,
				partial: false,
				channel,
				origin: { pod },
			},
		];
	},
};
