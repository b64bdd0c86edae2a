import type { Container } from "@lab/kubernetes";
import type { Link } from "@lab/record";
import type { PodLink } from "../group.ts";
import { imageOf, images, pulledAs } from "../images.ts";

const PACKET_BITS = 1500 * 8;
/** Queue length of a slow link; packets that would wait longer are dropped. */
const QUEUE_MS = 400;
/** netem's default queue length in packets. */
const NETEM_LIMIT = 1000;
/** Assumed rate, in bit/s, of a delayed link without a rate limit: a 1 Gbit/s NIC. */
const UNLIMITED = 1e9;

/** Init container that shapes a pod's link before any other container starts; none if the link is unshaped. */
export function linkContainer(
	link: PodLink | undefined,
): (Container & { readonly image: string })[] {
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
				// Shaping incoming traffic adds an ifb device.
				...(link.inBitsPerSecond !== undefined && { privileged: true }),
			},
			command: ["sh", "-c", commands.join(" && ")],
		},
	];
}

/** Returns the shell commands that shape a link, in order; none for an unshaped link. */
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
				`tc qdisc add dev ifb0 root ${tokenBucket(inBitsPerSecond)}`,
			]),
	...egressQdisc(out).map((qdisc) => `tc qdisc add dev eth0 root ${qdisc}`),
];

function egressQdisc({
	delayMs = 0,
	jitterMs = 0,
	lossPercent = 0,
	rateBitsPerSecond,
}: Link): string[] {
	if (delayMs + jitterMs + lossPercent === 0) {
		return rateBitsPerSecond === undefined
			? []
			: [tokenBucket(rateBitsPerSecond)];
	}
	const bitsInFlight =
		((delayMs + jitterMs + QUEUE_MS) / 1000) * (rateBitsPerSecond ?? UNLIMITED);
	return [
		[
			"netem",
			`limit ${Math.max(NETEM_LIMIT, Math.ceil(bitsInFlight / PACKET_BITS))}`,
			`delay ${delayMs}ms`,
			...(jitterMs > 0 ? [`${jitterMs}ms distribution normal`] : []),
			...(lossPercent > 0 ? [`loss ${lossPercent}%`] : []),
			...(rateBitsPerSecond === undefined
				? []
				: [`rate ${rateBitsPerSecond}bit`]),
		].join(" "),
	];
}

const tokenBucket = (bitsPerSecond: number): string =>
	`tbf rate ${bitsPerSecond}bit burst 32kbit latency ${QUEUE_MS}ms`;
