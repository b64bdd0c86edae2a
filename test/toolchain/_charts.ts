import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { run, toYaml } from "@lab/core";
import { ensureTools } from "@lab/toolchain";

export const progress = { step() {}, note() {} };

/** Runs the pinned Helm. */
export const helm = async (...words: string[]) => {
	const tools = await ensureTools(["helm"], { progress });
	return run(tools.helm.path, words, { timeout: "1m" });
};

export interface ChartSource {
	readonly name: string;
	readonly version: string;
	readonly values: object;
	readonly dependencies?: readonly object[];
	/** Additional files, by path. */
	readonly files?: Readonly<Record<string, string>>;
}

/** Writes the source of a chart. @returns its folder */
export async function writeChart(
	parent: string,
	{ name, version, values, dependencies = [], files = {} }: ChartSource,
): Promise<string> {
	const folder = join(parent, name);
	const all = {
		"Chart.yaml": toYaml({ apiVersion: "v2", name, version, dependencies }),
		"values.yaml": toYaml(values),
		...files,
	};
	for (const [path, text] of Object.entries(all)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), text);
	}
	return folder;
}

export const sha256 = async (file: string): Promise<string> =>
	createHash("sha256")
		.update(await readFile(file))
		.digest("hex");

/** Serves a folder with Helm's index over HTTP, as most chart repositories do. */
export async function serveFolder(folder: string) {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(request.url ?? "");
		readFile(join(folder, request.url ?? "")).then(
			(bytes) => response.end(bytes),
			() => response.writeHead(404).end(),
		);
	});
	await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		/** Path of every request, in order. */
		requests,
		stop: () => new Promise((stopped) => server.close(stopped)),
	};
}
