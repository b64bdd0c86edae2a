import { expect, test } from "vitest";
import type { PodLink } from "../group.ts";
import { linkCommands } from "./link.ts";

test.each<[PodLink, string[]]>([
	[{}, []],
	[{ out: {} }, []],
	[
		{ out: { delayMs: 200, jitterMs: 50, lossPercent: 1 } },
		[
			"tc qdisc add dev eth0 root netem limit 54167 delay 200ms 50ms distribution normal loss 1%",
		],
	],
	[
		{ out: { delayMs: 100, rateBitsPerSecond: 1_000_000 } },
		["tc qdisc add dev eth0 root netem limit 1000 delay 100ms rate 1000000bit"],
	],
	[
		{ out: { rateBitsPerSecond: 512_000 } },
		[
			"tc qdisc add dev eth0 root tbf rate 512000bit burst 32kbit latency 400ms",
		],
	],
])("link %j is shaped by %j", (link, commands) => {
	expect(linkCommands(link)).toEqual(commands);
});

test("incoming and outgoing traffic can both be limited", () => {
	const commands = linkCommands({
		out: { delayMs: 10 },
		inBitsPerSecond: 1_000_000,
	});
	expect(commands.filter((one) => one.includes("dev eth0 root"))).toHaveLength(
		1,
	);
	expect(commands.at(-2)).toContain("dev ifb0 root tbf rate 1000000bit");
});
