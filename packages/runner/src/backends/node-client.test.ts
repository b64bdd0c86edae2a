import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { isRetryable } from "@lab/core";
import { afterEach, expect, test } from "vitest";
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

test("a node of another image is an error that names the missing data, and is not retried", async () => {
	for (const [status, body] of [
		[404, "not found"],
		[200, "<html>"],
		[200, "{}"],
	] as const) {
		const error = await ask(status, body).catch((error: unknown) => error);
		expect(error).toMatchObject({
			code: "node-foreign",
			message: expect.stringContaining("does not report its peers"),
		});
		expect(isRetryable(error)).toBe(false);
	}
});

test("an error of a proxy in front of a node is retried", async () => {
	const error = await ask(503, "no endpoints").catch((error: unknown) => error);
	expect(isRetryable(error)).toBe(true);
});
