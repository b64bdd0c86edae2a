import type { Inner, Origin, Wrapper } from "./format.ts";

/** Up to three names, and then the beginning of a record. */
const HEAD =
	/((?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])? ){1,3}?)(?=(?:TRC|DBG|INF|NTC|NOT|WRN|ERR|FAT) \d|\{"|\d{4}[-/]\d\d[-/]\d\d[ T]\d|\d\d:\d\d:\d\d\.\d+ \[|time=|ts=|[IWEF]\d{4} \d\d:|\[\d{4}-\d\d-\d\dT|\d{9,20} milliseconds: )/y;

function originOf(names: readonly string[]): Origin {
	const [first = "", second, third] = names;
	if (third !== undefined)
		return { namespace: first, pod: second as string, container: third };
	return second === undefined
		? { pod: first }
		: { pod: first, container: second };
}

/** `pod-7 node line`, `lab pod-7 node line`, and `pod-7 line` */
export const stern: Wrapper = {
	name: "stern",
	summary: "stern, and host names before the lines of Shadow's hosts",
	example:
		"pod-7 node INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return undefined;
		const names = (head[1] as string).trimEnd();
		return [
			{
				text,
				start: start + names.length + 1,
				end,
				partial: false,
				origin: originOf(names.split(" ")),
				uncertain: true,
			},
		];
	},
};
