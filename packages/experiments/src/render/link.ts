import type { Link } from "@lab/record";
import type { PodLink } from "../group.ts";
import { imageOf, images, pulledAs } from "../images.ts";

const PACKET_BITS = 1500 * 8;
/** How much may wait for a slow link before packets are dropped. */
const QUEUE_MS = 400;
/** What netem keeps of itself: a link without a rate drops beyond so many packets. */
const NETEM_LIMIT = 1000;
/** What a link without a rate may carry while it delays: a 1 Gbit/s NIC. */
const UNLIMITED = 1e9;

/** The container that shapes a pod's link before anything else starts in it. */
export function linkContainer(link: PodLink | undefined) {
	if (link === undefined) return [];
	const commands = linkCommands(link);
	if (commands.length === 0) return [];
	return [
		{
			name: "shape-link",
			image: pulledAs(imageOf(images.trafficControl)),
			imagePullPolicy: "IfNotPresent",
			securityContext: {
				capabilities: { add: ["NET_ADMIN"] },
				// A device of its own for what comes in.
				...(link.inBitsPerSecond !== undefined && { privileged: true }),
			},
			command: ["sh", "-c", commands.join(" && ")],
		},
	];
}

/** What a shell must do in a pod, in order; nothing for a link that is as it comes. */
export const linkCommands = ({
	out = {},
	inBitsPerSecond,
}: PodLink): string[] => [
	...(inBitsPerSecond === undefined
		? []
		: [
				"ip link add ifb0 type ifb",
				"ip link set ifb0 up",
				"tc qdisc add dev eth0 handle ffff: ingress",
				"tc filter add dev eth0 parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev ifb0",
				`tc qdisc add dev ifb0 root ${bucket(inBitsPerSecond)}`,
			]),
	...outWords(out).map((words) => `tc qdisc add dev eth0 root ${words}`),
];

function outWords({
	delayMs = 0,
	jitterMs = 0,
	lossPercent = 0,
	rateBitsPerSecond,
}: Link): string[] {
	if (delayMs + jitterMs + lossPercent === 0) {
		return rateBitsPerSecond === undefined ? [] : [bucket(rateBitsPerSecond)];
	}
	const underWay =
		((delayMs + jitterMs + QUEUE_MS) / 1000) * (rateBitsPerSecond ?? UNLIMITED);
	return [
		[
			"netem",
			`limit ${Math.max(NETEM_LIMIT, Math.ceil(underWay / PACKET_BITS))}`,
			`delay ${delayMs}ms`,
			...(jitterMs > 0 ? [`${jitterMs}ms distribution normal`] : []),
			...(lossPercent > 0 ? [`loss ${lossPercent}%`] : []),
			...(rateBitsPerSecond === undefined
				? []
				: [`rate ${rateBitsPerSecond}bit`]),
		].join(" "),
	];
}

const bucket = (bitsPerSecond: number): string =>
	`tbf rate ${bitsPerSecond}bit burst 32kbit latency ${QUEUE_MS}ms`;
