import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeNeeding } from "@lab/core/testing";
import { digest, type OpenApiDocument } from "@lab/kubernetes/digest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../_api-server.ts";
import { misuses, validUses } from "./_misuses.ts";

describeNeeding(["go"], "the real API server", () => {
	let server: ApiServer;
	beforeAll(async () => {
		server = await startApiServer();
	});
	afterAll(() => server?.stop());

	const read = async (path: string) =>
		JSON.parse((await server.kubectl(["get", `--raw=${path}`])).stdout);

	test("has the committed schemas (otherwise: pnpm lab schemas update)", async () => {
		const { paths } = (await read("/openapi/v3")) as {
			paths: Record<string, { serverRelativeURL: string }>;
		};
		const documents: OpenApiDocument[] = [];
		for (const { serverRelativeURL } of Object.values(paths))
			documents.push(await read(serverRelativeURL));
		const committed = join(
			import.meta.dirname,
			"../../packages/kubernetes/src/generated/built-in.json",
		);
		expect(digest(documents, []).get("built-in.json")).toBe(
			readFileSync(committed, "utf8"),
		);
	});

	const accepts = async (object: object) => {
		const { exit, stderr } = await server.kubectl(
			["apply", "--server-side", "--dry-run=server", "--filename=-"],
			JSON.stringify(object),
		);
		return { accepts: exit === 0, stderr };
	};

	test.each(
		misuses
			.filter(({ later }) => later === undefined)
			.map(({ what, object }) => [what, object] as const),
	)("rejects %s", async (_, object) => {
		expect((await accepts(object)).accepts).toBe(false);
	});

	test.each([
		...misuses.flatMap(({ what, object, later }) =>
			later === undefined ? [] : [[`${what}: ${later}`, object] as const],
		),
		...Object.entries(validUses),
	])("accepts %s", async (_, object) => {
		expect(await accepts(object)).toMatchObject({ accepts: true });
	});
});
