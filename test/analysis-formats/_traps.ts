export interface Trap {
	/** Why the two differ on these lines. */
	readonly why: string;
	/** Lines of one stream. */
	readonly lines: readonly string[];
	/** What 10ksim takes out of them, what we do; names of patterns. */
	readonly theirs: readonly string[];
	readonly ours: readonly string[];
	/** Lines that we count as unparsed. @default 0 */
	readonly unparsed?: number;
}

const nim = (message: string, fields: string, level = "INF") =>
	`${level} 2026-08-05 01:15:19.582+00:00 ${message.padEnd(42)} ${fields}`;
const delivery =
	"msgId=13647046878266911 sentAt=1785892519584947712 current=1785892519585947712 delayMs=1";
const hash =
	"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583";
const relay = `my_peer_id=16U*GiNg1a msg_hash=${hash} from_peer_id=16U*wJXtuH receivedTime=1763643976019361536`;

/** Every way in which the same lines give different rows, and why ours are right. */
export const traps: readonly Trap[] = [
	{
		why: "an id that is no number is taken by [\\w*]+ and turns the column into floats; ours is unparsed, and counted",
		lines: [nim("Received message", delivery.replace("266911", "2*911"))],
		theirs: ["received"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "an id of more than 63 bits overflows; ours is unparsed, and counted",
		lines: [nim("Sent message", "msgId=18446744073709551615 timestamp=1")],
		theirs: ["sent"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a cut line vanishes; ours is unparsed, and counted",
		lines: [nim("Received message", delivery.slice(0, 60))],
		theirs: [],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a pattern finds its words within another message's value",
		lines: [nim("Bad payload", `err="Received message ${delivery}"`)],
		theirs: ["received"],
		ours: [],
	},
	{
		why: "a pattern finds its words within a longer message that says the opposite",
		lines: [nim("Not Sent message", "msgId=7 timestamp=1785892519584947712")],
		theirs: ["sent"],
		ours: [],
	},
	{
		why: "nim-libp2p in JSON has no msgId=",
		lines: [
			'{"lvl":"INF","ts":"2026-08-05 01:15:19.582+00:00","msg":"Sent message","msgId":7,"timestamp":1785892519584947712}',
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "lightpush in JSON has no peer_id=",
		lines: [
			`{"lvl":"NTC","ts":"2026-08-05 01:15:19.582+00:00","msg":"handling lightpush request","my_peer_id":"16U*a","peer_id":"16U*b","msg_hash":"${hash}","receivedTime":1}`,
		],
		theirs: [],
		ours: ["lightpush"],
	},
	{
		why: "colours stand between a key and its value (#344)",
		lines: [
			`\u001b[90mDBG\u001b[0m 2026-08-05 01:15:19.582+00:00 ${"received relay message".padEnd(42)} ${relay.replaceAll(/(\w+)=(\S+)/g, "\u001b[90m$1\u001b[0m=\u001b[94m$2\u001b[0m")}`,
		],
		theirs: [],
		ours: ["waku-received"],
	},
	{
		why: "fields in another order, as a release may print them (6afe499)",
		lines: [
			nim(
				"received relay message",
				relay.split(" ").reverse().join(" "),
				"DBG",
			),
		],
		theirs: [],
		ours: ["waku-received"],
	},
	{
		why: "a hash in capitals",
		lines: [nim("received relay message", relay.replace("0x17cf", "0xC17F"))],
		theirs: [],
		ours: ["waku-received"],
	},
	{
		why: "a hash that was shortened ends at its dots: messages fall together; ours is unparsed, and counted",
		lines: [
			nim("received relay message", relay.replace(hash, "0x4d19..79af7")),
		],
		theirs: ["waku-received"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a time in floating point is taken up to its dot",
		lines: [nim("received relay message", relay.replace("361536", "361536.5"))],
		theirs: ["waku-received"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a legacy line that names its own peer: peer_id= is found in my_peer_id=",
		lines: [
			nim(
				"handling lightpush request",
				`topics="waku lightpush legacy" my_peer_id=16U*a peer_id=16U*b msg_hash=${hash} receivedTime=1`,
			),
		],
		theirs: ["lightpush", "lightpush-legacy"],
		ours: ["lightpush"],
	},
	{
		why: "a value with a newline makes two lines, and the pattern sees one",
		lines: [
			nim("Sent message", 'note="two'),
			'lines" msgId=7 timestamp=1785892519584947712',
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "a line that the container runtime cut in two",
		lines: [
			`2026-08-05T01:15:19Z stdout P ${nim("Sent message", "msgId=7 time")}`,
			"2026-08-05T01:15:19Z stdout F stamp=1785892519584947712",
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "^NTC does not hold in a line of the container runtime",
		lines: [
			`2026-08-05T01:15:19Z stdout F ${nim("starting interest for service", "serviceId=key:93", "NTC")}`,
		],
		theirs: [],
		ours: ["interest"],
	},
	{
		why: "without the query's words any NTC line with a serviceId starts an interest",
		lines: [
			nim("found peer offering service", "peerId=12D*a serviceId=key:9", "NTC"),
		],
		theirs: ["found", "interest"],
		ours: ["found"],
	},
	{
		why: 'a field behind peers="..", where the pattern wants the end of the line',
		lines: [
			nim(
				"Lookup finished",
				'target=0a1f duration_ms=412 peers="[(pid: 16U*a, dist: 00ff)]" rounds=3',
			),
		],
		theirs: [],
		ours: ["lookup"],
	},
	{
		why: "any other line with a target, a duration and peers is a lookup",
		lines: [
			nim(
				"Lookup aborted",
				'target=0a1f duration_ms=412 peers="[(pid: 16U*a, dist: 00ff)]"',
			),
		],
		theirs: ["lookup"],
		ours: [],
	},
	{
		why: "a shortened peer id ends at its star",
		lines: [nim("Probe: Finding node", "target=16U*wJXtuH", "NTC")],
		theirs: ["probe"],
		ours: ["probe"],
	},
	{
		why: "a time in UTC with Z, as chronicles_timestamps=RfcUtcTime writes",
		lines: ["NTC 2026-08-05 01:15:19.582Z Warmup complete  tid=1"],
		theirs: [],
		ours: ["warmup"],
	},
	{
		why: "a host west of Greenwich",
		lines: ["NTC 2026-08-05 01:15:19.582-05:00 Node started  peerId=16Uabc"],
		theirs: [],
		ours: ["node-started"],
	},
	{
		why: "a message that only begins so",
		lines: [nim("Connected to bootstrap failed", "address=x", "WRN")],
		theirs: ["bootstrap"],
		ours: [],
	},
	{
		why: "a quoted value is taken up to its space, with the quote",
		lines: [nim("Peer started", 'peerId="16U a" dialOut=true', "NTC")],
		theirs: ["started"],
		ours: ["started"],
	},
	{
		why: "another field between direction and peers",
		lines: [
			nim(
				"Stored muxer",
				"muxer=16U*a:68 direction=In ready=true peers=2",
				"TRC",
			),
		],
		theirs: [],
		ours: ["stored-muxer"],
	},
];
