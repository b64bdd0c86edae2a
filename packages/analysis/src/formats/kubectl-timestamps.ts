import { readTime } from "./_time.ts";
import type { Inner, Wrapper } from "./format.ts";
import { LineRecord } from "./record.ts";

const head = new LineRecord();

/** Always nine digits: Kubernetes and Docker print times as RFC3339NanoFixed. */
const FIXED =
	/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d)(?: |$)/y;
/** Programs that begin their own lines with a time and a level. */
const OWN =
	/ *(?:TRACE|DEBUG|INFO|WARN|ERROR|TRC|DBG|INF|WRN|ERR|FTL|PNC)(?: |$)/y;

/** `2026-08-05T01:15:19.582123456Z line`, as printed by `kubectl logs --timestamps` and `docker logs -t` */
export const kubectlTimestamps: Wrapper = {
	name: "kubectl-timestamps",
	summary: "kubectl logs --timestamps, docker logs -t",
	example:
		"2026-08-05T01:15:19.582123456Z INF 2026-08-05 01:15:19.582+00:00 Listening on                               tid=1",
	unwrap(text, start, end): Inner[] | undefined {
		if (text.charCodeAt(start + 10) !== 84) return undefined;
		const behind = readTime(text, start, end, head);
		if (behind < 0) return undefined;
		if (behind < end && text.charCodeAt(behind) !== 32) return undefined;
		FIXED.lastIndex = start;
		OWN.lastIndex = behind + 1;
		const certain = FIXED.test(text) && !OWN.test(text);
		return [
			{
				text,
				start: Math.min(end, behind + 1),
				end,
				partial: false,
				seen: { seconds: head.seconds, nanos: head.nanos },
				...(!certain && { uncertain: true }),
			},
		];
	},
};
