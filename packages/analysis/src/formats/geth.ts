import { readBody } from "./_body.ts";
import { readYearless } from "./_time.ts";
import type { LineFormat } from "./format.ts";
import { named } from "./line-fields.ts";

const HEAD =
	/(TRCE|DBUG|INFO|WARN|EROR|CRIT|TRACE|DEBUG|ERROR) ?\[(\d\d)-(\d\d)\|(\d\d:\d\d:\d\d\.\d{3})(?:\|([^\]\s]+))?\] /dy;
const LEVELS: Readonly<Record<string, number>> = {
	TRCE: 0,
	TRACE: 0,
	DBUG: 1,
	DEBUG: 1,
	INFO: 2,
	WARN: 4,
	EROR: 5,
	ERROR: 5,
	CRIT: 6,
};
const CALLER = named("caller");

/** `INFO [08-05|01:15:19.582|node/node.go:41] message        key=value`; the year follows as for klog. */
export const geth: LineFormat = {
	name: "geth",
	summary:
		"go-ethereum's terminal format: geth, status-go before 2025; its times have no year",
	example:
		"INFO [08-05|01:15:19.582|github.com/status-im/status-go/node/node.go:41] peer joined                              peer=A n=1",
	detect(text, start) {
		HEAD.lastIndex = start;
		return HEAD.test(text) ? 1 : 0;
	},
	parse(text, start, end, into) {
		HEAD.lastIndex = start;
		const head = HEAD.exec(text);
		if (head === null || HEAD.lastIndex > end) return false;
		const [all, level = "", month, day, clock] = head;
		if (!readYearless(`${month}-${day} ${clock}`, into)) return false;
		into.level = LEVELS[level] as number;
		readBody(text, start + all.length, end, into);
		into.open = false;
		const caller = head.indices?.[5];
		if (caller !== undefined) into.addNamed(CALLER, ...caller);
		return true;
	},
};
