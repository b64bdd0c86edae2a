import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bytesOf, fileLines } from "./file-lines.ts";

const text = "INF 2026-08-05 peer joined\nsecond line: é €\n";
const big = Buffer.from(text, "utf16le").swap16();
const files: readonly (readonly [name: string, bytes: Buffer])[] = [
	["utf-8", Buffer.from(text)],
	["utf-8 with a mark", Buffer.from(`\ufeff${text}`)],
	["utf-16le", Buffer.from(`\ufeff${text}`, "utf16le")],
	["utf-16be", Buffer.concat([Buffer.from([0xfe, 0xff]), big])],
];

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "byte-order-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string): Promise<string> {
	const parts: Uint8Array[] = [];
	for await (const bytes of bytesOf([path])) parts.push(bytes);
	return Buffer.concat(parts).toString();
}

test.each(files)("%s is read as UTF-8", async (name, bytes) => {
	const plain = join(folder, `${name}.log`);
	await writeFile(plain, bytes);
	expect(await read(plain)).toBe(text);
	await writeFile(`${plain}.gz`, gzipSync(bytes));
	expect(await read(`${plain}.gz`)).toBe(text);
	const lines: string[] = [];
	for await (const some of fileLines(plain)) lines.push(...some);
	expect(lines).toEqual(text.trimEnd().split("\n"));
});

test.each([0, 1, 2, 3])("a file of %d bytes is read", async (length) => {
	const path = join(folder, `short-${length}.log`);
	await writeFile(path, "abc".slice(0, length));
	expect(await read(path)).toBe("abc".slice(0, length));
});

test("a damaged file that begins with the bytes of a mark keeps its lines", async () => {
	const path = join(folder, "damaged.log");
	const bytes = Buffer.concat([
		Buffer.from([0xff, 0xfe, 0x0a]),
		Buffer.from(text),
	]);
	await writeFile(path, bytes);
	expect((await read(path)).endsWith(text)).toBe(true);
});
