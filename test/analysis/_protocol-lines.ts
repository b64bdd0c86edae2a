import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { groupOf } from "@lab/record";
import { type SyntheticRun, writeRunFolder } from "./_run-folder.ts";

const START_MS = 1_785_892_519_584;
const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const hash = (message: number) => `0x${String(message + 10).padEnd(64, "a")}`;
const ns = (second: number) =>
	BigInt(START_MS) * 1_000_000n +
	BigInt(Math.round(second * 1000)) * 1_000_000n;
const nim = (second: number, level: string, message: string, fields: string) =>
	`${level} ${new Date(START_MS + Math.round(second * 1000)).toISOString().replace("T", " ").replace("Z", "+00:00")} ${message.padEnd(42)} ${fields}`;
const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/** Returns a distinct peer id for each number. */
const peer = (at: number) =>
	`12D3KooW${base58[at % 58]}${base58[(at * 7 + 3) % 58]}${base58[(at * 31 + 11) % 58]}${base58[Math.floor(at / 58) + 1]}`;

/** Lines of a hub at its watermarks: connections that arrive, and trims that close them. */
function* hub(): Generator<string> {
	yield nim(
		0,
		"NTC",
		"Hub started",
		"tid=1 peerId=16U*hub lowWater=10 highWater=20 gracePeriodS=5 silencePeriodS=2 maxConnections=0 protectedPeers=1 outboundPeers=1",
	);
	let connected = 0;
	for (const at of range(90)) {
		connected += 1;
		yield nim(
			2 * at,
			"TRC",
			"Stored muxer",
			`topics="libp2p connmanager" tid=1 muxer=16U*p${at % 40}:68219f direction=In peers=${connected}`,
		);
		if (connected <= 20) continue;
		for (; connected > 10; connected--)
			yield nim(
				2 * at + 1,
				"TRC",
				"Dropping peer",
				`topics="libp2p connmanager" tid=1 peerId=16U*p${(at - connected + 80) % 40}`,
			);
	}
}

const lookup = (at: number): string => {
	const tried = range(4).map((index) => {
		const answered = at % 9 === 8 ? "TimedOut" : "Success";
		return `(pid: ${peer((at * 5 + index * 3) % 20)}, dist: missing, responded: ${answered}, attempts: 1)`;
	});
	const took = at % 9 === 8 ? 10_000 : 20 + ((at * 37) % 400);
	return nim(
		40 + at,
		"INF",
		"Lookup finished",
		`tid=1 target=${peer(100 + at)} duration_ms=${took} peers="[${tried.join(", ")}]"`,
	);
};

const CHAT =
	"key:936997257CBAD579BDB4590B1BE8B4D990AD3F81A6EE4162DCB399A6925F7107";

/** Lines of nodes of every protocol, enough for each plot. */
const lines: Readonly<Record<string, readonly string[]>> = {
	"hub-0": [...hub()],
	...Object.fromEntries(
		range(40).map((at) => [
			`peers-${at}`,
			[
				nim(
					0,
					"NTC",
					"Peer started",
					`tid=1 peerId=16U*p${at} dialOut=true reconnect=none`,
				),
			],
		]),
	),
	"bootstrap-0": [
		nim(1, "NTC", "Node started", `tid=1 peerId=${peer(0)} role=RoleBootstrap`),
	],
	...Object.fromEntries(
		range(20).map((at) => [
			`kad-${at}`,
			[
				nim(
					2,
					"NTC",
					"Node started",
					`tid=1 peerId=${peer(at + 1)} role=RoleNormal`,
				),
				nim(3 + (at % 7), "NTC", "Connected to bootstrap", "tid=1"),
				...(at === 13
					? []
					: [nim(8 + ((at * 3) % 25), "NTC", "Warmup complete", "tid=1")]),
			],
		]),
	),
	"probe-0": range(80).map(lookup),
	"hunter-0": [
		nim(10, "NTC", "starting interest for service", `tid=1 serviceId=${CHAT}`),
		...range(40).map((at) =>
			nim(
				10 + 0.2 * (at + 1) ** 1.3,
				"NTC",
				"found peer offering service",
				`tid=1 peerId=${peer(at)} serviceId=${CHAT}`,
			),
		),
	],
	...Object.fromEntries(
		range(3).map((store) => [
			`store-${store}`,
			range(60).flatMap((at) => [
				...(store === 1 && at % 6 === 0
					? []
					: [
							nim(
								at,
								"INF",
								"message archived",
								`topics="waku" tid=7 msg_hash=${hash(at)} insertDuration=0.00${(at % 8) + 1}`,
							),
						]),
				nim(
					100 + at,
					"INF",
					"received store query request",
					`tid=7 peerId=16U*q requestId=s${store}r${at}`,
				),
				nim(
					100 + at + 0.01 * ((at % 10) + 1) * (store + 1),
					"INF",
					"sending store query response",
					`tid=7 peerId=16U*q requestId=s${store}r${at} messages=60`,
				),
			]),
		]),
	),
	// v publishes, w receives from v, x from w, and so on.
	...Object.fromEntries(
		["w", "x", "y"].map((me, at, chain) => [
			`waku-${at}`,
			range(60).map((message) =>
				nim(
					message + 0.01 * at,
					"DBG",
					"received relay message",
					`topics="waku relay" tid=7 my_peer_id=16U*${me} msg_hash=${hash(message)} from_peer_id=16U*${message % 3 === 0 ? "v" : (chain[at - 1] ?? "v")} receivedTime=${ns(message + 0.01 * at)}`,
				),
			),
		]),
	),
	"get-store-messages-0": [
		`[${range(50)
			.map(
				(at) => `'${Buffer.from(hash(at).slice(2), "hex").toString("base64")}'`,
			)
			.join(", ")}]`,
	],
	"fserver-0": range(60).flatMap((at) => [
		nim(
			at,
			"INF",
			"pushing message to subscribed peers",
			`topics="waku" tid=7 msg_hash=${hash(at)}`,
		),
		at % 12 === 11
			? nim(
					at + 20,
					"INF",
					"timed out pushing message to peers",
					`topics="waku" tid=7 msg_hash=${hash(at)} numPeers=1`,
				)
			: nim(
					at + 0.05 * ((at % 5) + 1),
					"INF",
					"pushed message succesfully to all subscribers",
					`topics="waku" tid=7 msg_hash=${hash(at)} numPeers=2`,
				),
	]),
	...Object.fromEntries(
		range(8).map((client) => [
			`fclient-${client}`,
			range(60)
				.filter((at) => client !== 5 || at % 4 !== 0)
				.map((at) =>
					nim(
						at + 0.02 * (client + 1),
						"INF",
						"Received message push",
						`topics="waku" tid=7 msg_hash=${hash(at)} peerId=16U*f`,
					),
				),
		]),
	),
	"lpclient-0": range(60).map((at) =>
		nim(
			at - 0.08,
			"INF",
			"publish",
			`topics="waku lightpush client" tid=7 myPeerId=16U*c peerId=16U*s msgHash=${hash(at)} sentTime=${ns(at - 0.08)}`,
		),
	),
	...Object.fromEntries(
		range(2).map((server) => [
			`lpserver-${server}`,
			range(70)
				.filter((at) => at % 2 === server)
				.map((at) =>
					nim(
						at - 0.04,
						"NTC",
						"handling lightpush request",
						`topics="waku lightpush" tid=7 my_peer_id=16U*s peer_id=16U*c msg_hash=${hash(at)} receivedTime=${ns(at - 0.04)}`,
					),
				),
		]),
	),
};

/** Writes a run with every protocol that a report has a plot for; two of its receivers are slow. */
export async function writeProtocolRun(
	folder: string,
	given: SyntheticRun = {},
): Promise<void> {
	await writeRunFolder(folder, {
		messages: 40,
		...given,
		delayMs: (node) => (node.startsWith("slow-") ? 60 : 5),
		change: (plan) => {
			const [first] = plan.groups;
			const [step] = plan.timeline;
			if (first === undefined || step?.kind !== "publish") return;
			const add = (name: string, replicas: number) =>
				plan.groups.push({
					...first,
					name,
					service: name,
					replicas,
					wave: { ...first.wave, size: replicas },
				});
			add("slow", 2);
			// Lookups 0 to 8, and messages 6 to 48.
			plan.windows.push({ name: "early", startMs: 6000, endMs: 48_500 });
			step.receivers = ["relay", "slow"];
			for (const group of new Set(Object.keys(lines).map(groupOf)))
				add(
					group,
					Object.keys(lines).filter((node) => groupOf(node) === group).length,
				);
		},
	});
	for (const [node, mine] of Object.entries(lines))
		await writeFile(
			join(folder, `logs/${node}.log`),
			mine.map((line) => `${line}\n`).join(""),
		);
	for (const node of ["relay-0", "relay-1", "slow-0", "slow-1"])
		await appendFile(
			join(folder, `metrics/${node}.prom`),
			queues(node, node.startsWith("slow-")),
		);
}

function queues(node: string, slow: boolean): string {
	const text: string[] = [];
	const full = slow ? 32 : 3;
	const add = (name: string, labels: string, value: (at: number) => number) => {
		for (const at of range(7))
			text.push(
				`libp2p_${name}{instance="${node}:8008"${labels}} ${value(at)} ${(START_MS / 1000 + at).toFixed(3)}\n`,
			);
	};
	add("gossipsub_low_priority_queue_size", ',id="x"', (at) =>
		Math.min(full, at * 9),
	);
	add("gossipsub_medium_priority_queue_size", ',id="x"', (at) =>
		slow ? at * at : at % 2,
	);
	add("pubsub_low_priority_queue_drops_total", "", (at) =>
		slow ? Math.max(0, at - 3) * 40 : 0,
	);
	add("pubsub_medium_priority_queue_drops_total", "", (at) =>
		slow ? Math.max(0, at - 4) * 12 : 0,
	);
	add("gossipsub_peers_score_slowPeerPenalty", ',agent="nim"', (at) =>
		slow ? 0 : -at,
	);
	return text.join("");
}
