import { describe, expect, test } from "vitest";
import { toRows } from "../formats/batch.ts";
import { LogParser } from "../formats/parser.ts";
import { imageLogs, logsOf, schemasOf } from "./images.ts";
import { eventSchemas } from "./registry.ts";

const samples = eventSchemas.flatMap((schema) =>
	schema.samples.map((sample, at) => ({
		title: `${schema.name} #${at + 1}`,
		schema,
		...sample,
	})),
);

test.each(samples)(
	"the sample of $title gives its row",
	({ schema, line, row }) => {
		const parser = new LogParser();
		const stream = parser.stream("sample");
		stream.writeLine(line);
		stream.end();
		const batches = parser.end();
		expect(parser.tally.unparsed).toEqual([]);
		expect(batches.map((batch) => batch.schema.name)).toEqual([schema.name]);
		expect(batches.flatMap(toRows)).toMatchObject([row]);
	},
);

test("every event has a name of its own, a sample and words for each column", () => {
	const names = eventSchemas.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	for (const { name, samples, fields } of eventSchemas) {
		expect(samples.length, name).toBeGreaterThan(0);
		for (const field of Object.values(fields)) {
			expect(field.about, name).not.toBe("");
			// A unit belongs to a number, and a time always has one.
			if (field.unit !== undefined) {
				expect(["int64", "float64", "time"], name).toContain(field.type);
			}
			if (field.type === "time") expect(field.unit, name).toBeDefined();
		}
	}
});

/** Section 1.1 of the survey of 10ksim: each of its patterns has an event. */
test.each([
	["Received message", "libp2p.received"],
	["Sent message", "libp2p.sent"],
	["received relay message", "waku.received"],
	["sent relay message", "waku.sent"],
	["handling lightpush request", "waku.lightpush-received"],
	["publishWithConn", "waku.mix-sent"],
	["Stored muxer", "connection-manager.stored-muxer"],
	["Dropping peer", "connection-manager.dropping-peer"],
	["Peer started", "connection-manager.peer-started"],
	["Hub started", "connection-manager.hub-started"],
	["Lookup finished", "kad-dht.lookup-finished"],
	["Node started", "kad-dht.node-started"],
	["Connected to bootstrap", "kad-dht.bootstrap-connected"],
	["Warmup complete", "kad-dht.warmup-complete"],
	["Probe: Finding node", "kad-dht.probe"],
	["starting interest for service", "service-discovery.interest-started"],
	["found peer offering service", "service-discovery.peer-found"],
])("10ksim's '%s' is %s", (message, event) => {
	const owners = eventSchemas.filter(({ messages }) =>
		messages.includes(message),
	);
	expect(owners.map(({ name }) => name)).toEqual([event]);
});

describe("images", () => {
	test.each([
		["soutullostatus/service-discovery:v2.0.0", "service-discovery.peer-found"],
		["docker.io/radiken/dst-test-node-kad-dht:melodie-fix", "kad-dht.probe"],
		["localhost:5000/lab/nwaku@sha256:00", "waku.received"],
		["nim-libp2p-test:v1", "libp2p.received"],
	])("%s writes %s", (image, event) => {
		expect(logsOf(image)?.events.map(({ name }) => name)).toContain(event);
	});

	test("an image is its whole name, and a version is its own", () => {
		expect(logsOf("someone/notnwaku:v1")).toBeUndefined();
		const queues = "mamoutoudiarra/nim-libp2p-test";
		expect(logsOf(`${queues}:gossip-queues-v0.4`)?.repository).toBe(queues);
		expect(logsOf(`${queues}:v9`)?.repository).toBe("nim-libp2p-test");
	});

	test("the events of images come with those of the cluster, once", () => {
		const names = schemasOf(["nim-libp2p-test:a", "dst-test-node:b"]).map(
			({ name }) => name,
		);
		expect(names).toContain("kubernetes.event");
		expect(new Set(names).size).toBe(names.length);
	});

	test("every event of an image is a registered one", () => {
		const known = new Set(eventSchemas);
		for (const { events } of imageLogs) {
			for (const event of events) expect(known.has(event)).toBe(true);
		}
	});
});
