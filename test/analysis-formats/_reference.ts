/** One kind of line that 10ksim reads, and our event for it. */
export interface ReferenceRow {
	/** Name in the survey of 10ksim (section 1.1). */
	readonly line: string;
	/** Name of its pattern in `tenksim_regexes.py`; 10ksim reads some lines without one. */
	readonly pattern?: string;
	readonly event: string;
	/** Our columns for the values that 10ksim reads. */
	readonly columns: readonly string[];
	/** Text that its fixtures contain. */
	readonly words: string;
	/** Formats in which the survey lists it. */
	readonly formats: readonly ("text" | "json" | "bare")[];
}

const text = ["text"] as const;

/** Every line of the survey's section 1.1, and the two checkers of its section 1. */
export const referenceRows: readonly ReferenceRow[] = [
	{
		line: "nim-libp2p received",
		pattern: "received",
		event: "libp2p.received",
		columns: ["msgId", "sentAt", "current", "delayMs"],
		words: "Received message",
		formats: text,
	},
	{
		line: "nim-libp2p sent",
		pattern: "sent",
		event: "libp2p.sent",
		columns: ["msgId", "timestamp"],
		words: "Sent message",
		formats: text,
	},
	{
		line: "nim-libp2p echo per delivery",
		event: "libp2p.delivery-echo",
		columns: ["id", "delayMs"],
		words: "milliseconds:",
		formats: ["bare"],
	},
	{
		line: "nwaku received",
		pattern: "waku-received",
		event: "waku.received",
		columns: ["receiver", "id", "msgHash", "sender", "receivedTime"],
		words: "received relay message",
		formats: ["text", "json"],
	},
	{
		line: "nwaku sent",
		pattern: "waku-sent",
		event: "waku.sent",
		columns: ["sender", "id", "msgHash", "receiver", "sentTime"],
		words: "sent relay message",
		formats: ["text", "json"],
	},
	{
		line: "lightpush",
		pattern: "lightpush",
		event: "waku.lightpush-received",
		columns: ["receiver", "sender", "id", "msgHash", "receivedTime"],
		words: 'topics="waku lightpush" ',
		formats: text,
	},
	{
		line: "lightpush, the legacy form of js-waku",
		pattern: "lightpush-legacy",
		event: "waku.lightpush-received",
		columns: ["sender", "id", "msgHash", "receivedTime"],
		words: 'topics="waku lightpush legacy" ',
		formats: text,
	},
	{
		line: "mixnet",
		pattern: "mix-sent",
		event: "waku.mix-sent",
		columns: ["sender", "receiver", "id", "msgHash", "sentTime"],
		words: "publishWithConn",
		formats: text,
	},
	{
		line: "connection manager: stored muxer",
		pattern: "stored-muxer",
		event: "connection-manager.stored-muxer",
		columns: ["peerId", "direction", "peers"],
		words: "Stored muxer",
		formats: text,
	},
	{
		line: "connection manager: dropping peer",
		pattern: "dropping-peer",
		event: "connection-manager.dropping-peer",
		columns: ["peerId"],
		words: "Dropping peer",
		formats: text,
	},
	{
		line: "connection manager: peer started",
		pattern: "started",
		event: "connection-manager.peer-started",
		columns: ["peerId"],
		words: "Peer started",
		formats: text,
	},
	{
		line: "connection manager: hub started",
		pattern: "started",
		event: "connection-manager.hub-started",
		columns: ["peerId"],
		words: "Hub started",
		formats: text,
	},
	{
		line: "kad: lookup finished",
		pattern: "lookup",
		event: "kad-dht.lookup-finished",
		columns: ["target", "durationMs", "peers"],
		words: "Lookup finished",
		formats: text,
	},
	{
		line: "kad: node started",
		pattern: "node-started",
		event: "kad-dht.node-started",
		columns: ["time", "peerId"],
		words: "Node started",
		formats: text,
	},
	{
		line: "kad: connected to bootstrap",
		pattern: "bootstrap",
		event: "kad-dht.bootstrap-connected",
		columns: ["time"],
		words: "Connected to bootstrap",
		formats: text,
	},
	{
		line: "kad: warm-up complete",
		pattern: "warmup",
		event: "kad-dht.warmup-complete",
		columns: ["time"],
		words: "Warmup complete",
		formats: text,
	},
	{
		line: "kad: probe",
		pattern: "probe",
		event: "kad-dht.probe",
		columns: ["time", "target"],
		words: "Probe: Finding node",
		formats: text,
	},
	{
		line: "service discovery: starting interest",
		pattern: "interest",
		event: "service-discovery.interest-started",
		columns: ["time", "serviceId"],
		words: "starting interest for service",
		formats: text,
	},
	{
		line: "service discovery: found a peer",
		pattern: "found",
		event: "service-discovery.peer-found",
		columns: ["time", "peerId", "serviceId"],
		words: "found peer offering service",
		formats: text,
	},
	{
		line: "store check: the last line of get-store-messages",
		event: "waku.store-checked",
		columns: ["hashes"],
		words: "['",
		formats: ["bare"],
	},
	{
		line: "filter check: the last line of get-filter-messages",
		event: "waku.filter-checked",
		columns: ["equal"],
		words: "True",
		formats: ["bare"],
	},
];
