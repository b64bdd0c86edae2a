export interface Trap {
	/** Why 10ksim and our parser differ on these lines. */
	readonly why: string;
	/** Lines of one stream. */
	readonly lines: readonly string[];
	/** Patterns that match in 10ksim. */
	readonly theirs: readonly string[];
	/** Patterns whose events we read. */
	readonly ours: readonly string[];
	/** Lines that our parser counts as unparsed. @default 0 */
	readonly unparsed?: number;
}

const nim = (message: string, fields: string, level = "INF") =>
	`${level} 2026-08-05 01:15:19.582+00:00 ${message.padEnd(42)} ${fields}`;
const delivery =
	"msgId=13647046878266911 sentAt=1785892519584947712 current=1785892519585947712 delayMs=1";
const hash =
	"0x17cfd30767acac9b86c18333ba918abef93cc23f65b6c98c845c682584f92583";
const relay = `my_peer_id=16U*GiNg1a msg_hash=${hash} from_peer_id=16U*wJXtuH receivedTime=1763643976019361536`;

/** All known ways in which the same lines give different rows, and why ours are right. */
export const traps: readonly Trap[] = [
	{
		why: "[\\w*]+ accepts an id that is not a number, which turns the column into floats; ours is unparsed, and counted",
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
		why: "a truncated line is dropped silently; ours is unparsed, and counted",
		lines: [nim("Received message", delivery.slice(0, 60))],
		theirs: [],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a pattern matches text inside a value of another message",
		lines: [nim("Bad payload", `err="Received message ${delivery}"`)],
		theirs: ["received"],
		ours: [],
	},
	{
		why: "a pattern matches text inside a longer message that says the opposite",
		lines: [nim("Not Sent message", "msgId=7 timestamp=1785892519584947712")],
		theirs: ["sent"],
		ours: [],
	},
	{
		why: "JSON lines of nim-libp2p contain no msgId=",
		lines: [
			'{"lvl":"INF","ts":"2026-08-05 01:15:19.582+00:00","msg":"Sent message","msgId":7,"timestamp":1785892519584947712}',
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "JSON lines of lightpush contain no peer_id=",
		lines: [
			`{"lvl":"NTC","ts":"2026-08-05 01:15:19.582+00:00","msg":"handling lightpush request","my_peer_id":"16U*a","peer_id":"16U*b","msg_hash":"${hash}","receivedTime":1}`,
		],
		theirs: [],
		ours: ["lightpush"],
	},
	{
		why: "colour codes are between a key and its value (#344)",
		lines: [
			`\u001b[90mDBG\u001b[0m 2026-08-05 01:15:19.582+00:00 ${"received relay message".padEnd(42)} ${relay.replaceAll(/(\w+)=(\S+)/g, "\u001b[90m$1\u001b[0m=\u001b[94m$2\u001b[0m")}`,
		],
		theirs: [],
		ours: ["waku-received"],
	},
	{
		why: "the fields have another order, as a release may print them (6afe499)",
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
		why: "the hash is in upper case",
		lines: [nim("received relay message", relay.replace("0x17cf", "0xC17F"))],
		theirs: [],
		ours: ["waku-received"],
	},
	{
		why: "a shortened hash is read up to its dots, so that messages collide; ours is unparsed, and counted",
		lines: [
			nim("received relay message", relay.replace(hash, "0x4d19..79af7")),
		],
		theirs: ["waku-received"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a time in floating point is read up to its dot",
		lines: [nim("received relay message", relay.replace("361536", "361536.5"))],
		theirs: ["waku-received"],
		ours: [],
		unparsed: 1,
	},
	{
		why: "a legacy line names its own peer, and peer_id= matches in my_peer_id=",
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
		why: "a value with a newline spans two lines, and the pattern sees one",
		lines: [
			nim("Sent message", 'note="two'),
			'lines" msgId=7 timestamp=1785892519584947712',
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "the container runtime split the line in two",
		lines: [
			`2026-08-05T01:15:19Z stdout P ${nim("Sent message", "msgId=7 time")}`,
			"2026-08-05T01:15:19Z stdout F stamp=1785892519584947712",
		],
		theirs: [],
		ours: ["sent"],
	},
	{
		why: "^NTC does not match in a line of the container runtime",
		lines: [
			`2026-08-05T01:15:19Z stdout F ${nim("starting interest for service", "serviceId=key:93", "NTC")}`,
		],
		theirs: [],
		ours: ["interest"],
	},
	{
		why: "without the text of the query, any NTC line with a serviceId starts an interest",
		lines: [
			nim("found peer offering service", "peerId=12D*a serviceId=key:9", "NTC"),
		],
		theirs: ["found", "interest"],
		ours: ["found"],
	},
	{
		why: 'a field follows peers="..", where the pattern expects the end of the line',
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
		why: "any line with a target, a duration and peers counts as a lookup",
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
		why: "a shortened peer id is read up to its star",
		lines: [nim("Probe: Finding node", "target=16U*wJXtuH", "NTC")],
		theirs: ["probe"],
		ours: ["probe"],
	},
	{
		why: "the time is in UTC with Z, as chronicles_timestamps=RfcUtcTime writes it",
		lines: ["NTC 2026-08-05 01:15:19.582Z Warmup complete  tid=1"],
		theirs: [],
		ours: ["warmup"],
	},
	{
		why: "the host has a negative UTC offset",
		lines: ["NTC 2026-08-05 01:15:19.582-05:00 Node started  peerId=16Uabc"],
		theirs: [],
		ours: ["node-started"],
	},
	{
		why: "a longer message has the same beginning",
		lines: [nim("Connected to bootstrap failed", "address=x", "WRN")],
		theirs: ["bootstrap"],
		ours: [],
	},
	{
		why: "a quoted value is read up to its space, with the quote",
		lines: [nim("Peer started", 'peerId="16U a" dialOut=true', "NTC")],
		theirs: ["started"],
		ours: ["started"],
	},
	{
		why: "there is another field between direction and peers",
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
