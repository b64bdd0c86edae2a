import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { mayPass } from "../../persist.ts";
import { readInfo } from "./node-client.ts";

let answer = { status: 200, body: "" };
const server = createServer((_, response) => {
	response.statusCode = answer.status;
	response.end(answer.body);
}).listen(0, "127.0.0.1");
afterEach(() => server.closeAllConnections());

const ask = async (status: number, body: string) => {
	answer = { status, body };
	const { port } = server.address() as AddressInfo;
	return readInfo(`http://127.0.0.1:${port}`, new AbortController().signal);
};

test("a node of another image is not asked again, and it is said what it does not tell", async () => {
	for (const [status, body] of [
		[404, "not found"],
		[200, "<html>"],
		[200, "{}"],
	] as const) {
		const error = await ask(status, body).catch((error: unknown) => error);
		expect(error).toMatchObject({
			code: "node-foreign",
			message: expect.stringContaining("does not tell its peers"),
		});
		expect(mayPass(error)).toBe(false);
	}
});

test("what stands before a node may let it down for a while", async () => {
	const error = await ask(503, "no endpoints").catch((error: unknown) => error);
	expect(mayPass(error)).toBe(true);
});
