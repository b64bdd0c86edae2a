import { expect, test } from "vitest";
import type { EventSchema } from "../events/schema.ts";
import { LogParser } from "../parser/parser.ts";
import { Learner } from "./learner.ts";
import { schemaSource } from "./schema-source.ts";
import { TemplateMiner } from "./template-miner.ts";

const sent: EventSchema = {
	name: "test.sent",
	about: "",
	messages: ["Sent message"],
	fields: { msgId: { type: "int64", about: "" } },
	samples: [],
};

function learn(lines: readonly string[], least = 2) {
	const learner = new Learner();
	const parser = new LogParser({
		schemas: [sent],
		onUnknown: (text, format) => learner.add(text, format),
	});
	const stream = parser.stream("test");
	stream.writeLines(lines);
	stream.end();
	return { learner, proposals: learner.proposals(least) };
}

const nim = (message: string, fields: string) =>
	`INF 2026-08-05 01:15:19.582+00:00 ${message.padEnd(42)} ${fields}`;

test("records without a schema lead to a proposal with types and units", () => {
	const { proposals } = learn([
		nim("mesh ping", "tid=1 peerId=16U*a sentAt=1785892519584947712 pingMs=3"),
		nim("mesh ping", "tid=1 peerId=16U*b sentAt=1785892519584947799 pingMs=-1"),
		nim(
			"mesh ping",
			"tid=1 peerId=16U*b sentAt=1785892519584947799 pingMs=7 load=0.5",
		),
	]);
	expect(proposals).toMatchObject([
		{
			name: "todo.mesh-ping",
			format: "chronicles-text",
			count: 3,
			message: "mesh ping",
			fields: {
				peerId: { type: "text" },
				sentAt: { type: "time", unit: "ns" },
				pingMs: { type: "int64", unit: "ms" },
				load: { type: "float64", optional: true },
			},
		},
	]);
	expect(proposals[0]?.fields).not.toHaveProperty("tid");
});

test("messages that contain values lead to a template that reads them", () => {
	const lines = [
		"block 12 imported, took=31ms, by peer 16U*a",
		"block 13 imported, took=8ms, by peer 16U*b",
		"block 14 imported, took=9ms, by peer 16U*c",
	];
	const [proposal] = learn(lines).proposals;
	expect(proposal?.template).toBe(
		"block <block> imported, took=<took>ms, by peer <peer>",
	);
	const parser = new LogParser({
		schemas: [
			{
				name: "test.block",
				about: "",
				messages: [],
				templates: [proposal?.template ?? ""],
				fields: proposal?.fields ?? {},
				samples: [],
			},
		],
	});
	const stream = parser.stream("test");
	stream.writeLines(lines);
	stream.end();
	expect([...parser.tally.events]).toEqual([["test.block", 3]]);
});

test("lines that a schema matches are not learned", () => {
	const { learner, proposals } = learn([
		nim("Sent message", "tid=1 msgId=7 timestamp=1785892519584947712"),
		nim("something new", "tid=1 n=1"),
	]);
	expect(learner.lines).toBe(1);
	expect(proposals).toEqual([]); // a single line is not enough
});

test("the source of a proposal is an event schema", () => {
	const [proposal] = learn([
		nim("went up", "n=1"),
		nim("went up", "n=2"),
	]).proposals;
	if (proposal === undefined) throw new Error("nothing was proposed");
	expect(schemaSource(proposal)).toContain(
		[
			"export const wentUp = defineEvent({",
			'\tname: "todo.went-up",',
			'\tabout: "TODO: what happened",',
			'\tmessages: ["went up"],',
			"\tfields: {",
			'\t\tn: { type: "int64", about: "TODO: what it is" },',
			"\t},",
		].join("\n"),
	);
});

test("a proposal includes the row of its sample, and the unit after a number", () => {
	const [proposal] = learn([
		"peer 16U*a left after 12 s",
		"peer 16U*b left after 40 s",
	]).proposals;
	if (proposal === undefined) throw new Error("nothing was proposed");
	const source = schemaSource(proposal);
	expect(source).toContain('after: { type: "int64", unit: "s"');
	expect(source).toContain('row: { peer: "16U*a", after: 12n }');
});

test("interleaved messages are sorted into their groups", () => {
	const miner = new TemplateMiner();
	for (let at = 0; at < 300; at++) {
		miner.add(`connected to peer ${at}`);
		miner.add(`lost peer ${at} because of timeout`);
		miner.add("heartbeat");
	}
	expect(
		miner.groups().map(({ tokens, count }) => [tokens.join(" "), count]),
	).toEqual([
		["connected to peer ", 300],
		["lost peer  because of timeout", 300],
		["heartbeat", 300],
	]);
});

test("memory is bounded, and evicted lines are counted", () => {
	const miner = new TemplateMiner({ maxGroups: 100 });
	for (let turn = 0; turn < 5; turn++) miner.add("this one stays for ever");
	for (let at = 0; at < 5000; at++) {
		miner.add(
			`${String.fromCharCode(97 + (at % 26), 97 + ((at / 26) % 26), 97 + at / 676)} is new`,
		);
	}
	expect(miner.groups().length).toBeLessThanOrEqual(100);
	expect(miner.groups()[0]?.count).toBe(5);
	const kept = miner.groups().reduce((sum, { count }) => sum + count, 0);
	expect(kept + miner.forgotten).toBe(5005);
});
