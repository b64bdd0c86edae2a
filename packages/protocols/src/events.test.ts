import { imageLogsOf, LogParser, schemasOf, toRows } from "@lab/analysis";
import { describe, expect, test } from "vitest";
import { myProtocol } from "./_template/protocol.ts";
import { eventSchemas, protocols } from "./registry.ts";

/** What a new protocol begins with is held to the same. */
const schemas = [...eventSchemas, ...myProtocol.events];

const samples = schemas.flatMap((schema) =>
	schema.samples.map((sample, at) => ({
		title: `${schema.name} #${at + 1}`,
		schema,
		...sample,
	})),
);

test.each(samples)(
	"the sample line of $title is parsed to its row",
	({ schema, line, row }) => {
		const parser = new LogParser({ schemas });
		const stream = parser.stream("sample");
		stream.writeLine(line);
		stream.end();
		const batches = parser.end();
		expect(parser.tally.unparsed).toEqual([]);
		expect(batches.map((batch) => batch.schema.name)).toEqual([schema.name]);
		expect(batches.flatMap(toRows)).toMatchObject([row]);
	},
);

test("every event has a unique name, a sample and a description of each column", () => {
	const names = schemas.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
	for (const { name, samples, fields } of schemas) {
		expect(samples.length, name).toBeGreaterThan(0);
		for (const field of Object.values(fields)) {
			expect(field.about, name).not.toBe("");
			// Only numbers and times have a unit, and times always have one.
			if (field.unit !== undefined) {
				expect(["int64", "float64", "time"], name).toContain(field.type);
			}
			if (field.type === "time") expect(field.unit, name).toBeDefined();
		}
	}
});

/** The log patterns of 10ksim (section 1.1 of its survey), each with its event. */
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
])("10ksim's pattern '%s' is the event %s", (message, event) => {
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
	])("the image %s logs %s", (image, event) => {
		expect(
			imageLogsOf(protocols, image)?.events.map(({ name }) => name),
		).toContain(event);
	});

	test("an image matches by whole name, and a tag may have its own entry", () => {
		expect(imageLogsOf(protocols, "someone/notnwaku:v1")).toBeUndefined();
		const queues = "mamoutoudiarra/nim-libp2p-test";
		expect(
			imageLogsOf(protocols, `${queues}:gossip-queues-v0.4`)?.repository,
		).toBe(queues);
		expect(imageLogsOf(protocols, `${queues}:v9`)?.repository).toBe(
			"nim-libp2p-test",
		);
	});

	test("the events of several images and of the cluster are listed once each", () => {
		const names = schemasOf(protocols, [
			"nim-libp2p-test:a",
			"dst-test-node:b",
		]).map(({ name }) => name);
		expect(names).toContain("kubernetes.event");
		expect(new Set(names).size).toBe(names.length);
	});

	test("every event of an image is registered", () => {
		const known = new Set(eventSchemas);
		for (const { images } of protocols) {
			for (const { events } of images)
				for (const event of events) expect(known.has(event)).toBe(true);
		}
	});
});
