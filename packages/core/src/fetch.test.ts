import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchWithSignal } from "./fetch.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const server = createServer((request, response) => {
	request.resume().on("end", () => {
		if (request.url === "/whole") {
			response.writeHead(201, { "x-kept": "yes" }).end("all of it");
		} else if (request.url === "/empty") {
			response.writeHead(204).end();
		} else {
			response.write("the first part");
		}
	});
});
let url: string;
beforeAll(async () => {
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

async function signalOf(milliseconds: number) {
	const controller = new AbortController();
	setTimeout(() => controller.abort(new Error("too late")), milliseconds);
	return controller.signal;
}

/** Asks as a reader of logs does: only the timer knows the controller, and nothing the request. */
async function startRead() {
	const idle = new AbortController();
	const timer = setTimeout(() => idle.abort(new Error("too late")), 500);
	const response = await fetchWithSignal(`${url}/half`, {
		method: "POST",
		body: "a question",
		redirect: "error",
		signal: idle.signal,
	});
	async function* chunks() {
		for await (const chunk of response.body ?? []) {
			timer.refresh();
			yield chunk;
		}
	}
	return { chunks: chunks() };
}

async function readHalf(): Promise<string> {
	const { chunks } = await startRead();
	for await (const _ of chunks);
	return "the body ended";
}

test("the signal ends a body that stopped, after garbage collection too", async () => {
	const collecting = setInterval(collectGarbage, 100);
	const reads = await Promise.allSettled(
		Array.from({ length: 20 }, () => readHalf()),
	);
	clearInterval(collecting);
	expect(
		new Set(reads.map((read) => JSON.stringify(read, reasonsToo))),
	).toEqual(new Set(['{"status":"rejected","reason":"too late"}']));
});

const reasonsToo = (_key: string, value: unknown): unknown =>
	value instanceof Error ? value.message : value;

test("status, headers and body are those of the server", async () => {
	const signal = await signalOf(60_000);
	const whole = await fetchWithSignal(`${url}/whole`, { signal });
	expect(whole.status).toBe(201);
	expect(whole.headers.get("x-kept")).toBe("yes");
	expect(await whole.text()).toBe("all of it");
	expect((await fetchWithSignal(`${url}/empty`, { signal })).status).toBe(204);
});
