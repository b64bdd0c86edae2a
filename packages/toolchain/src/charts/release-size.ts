import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { fromYaml } from "@lab/core";

/**
 * Computes how large the Secret is in which Helm records a release: the chart's
 * own files, the values and the rendered objects as JSON, compressed, in base64.
 * Helm itself differs by 2 % at most.
 *
 * @param chart path of the chart's archive, or of its unpacked folder
 * @param manifest text of the rendered objects
 * @returns bytes of its data
 * @see https://github.com/helm/helm/blob/v4.1.4/pkg/storage/driver/util.go
 */
export async function releaseSize(
	chart: string,
	values: unknown,
	manifest: string,
): Promise<number> {
	const files = chart.endsWith(".tgz")
		? entriesOf(gunzipSync(await readFile(chart)))
		: await filesIn(chart);
	// Helm records no sub-charts, only what it rendered from them.
	const own = [...files].filter(([name]) => !/^[^/]+\/charts\//.test(name));
	const recorded = own.map(([name, data]) =>
		PARSED.test(name)
			? fromYaml(data.toString("utf8"), `${chart}: ${name}`)
			: { name, data: data.toString("base64") },
	);
	const record = JSON.stringify({ chart: recorded, config: values, manifest });
	return Math.ceil(gzipSync(record, { level: 9 }).length / 3) * 4;
}

/** Files that Helm records as data, without comments. */
const PARSED = /^[^/]+\/(Chart|values)\.yaml$/;

/** Files of an unpacked chart, named as in its archive. */
async function filesIn(folder: string): Promise<Map<string, Buffer>> {
	const entries = await readdir(folder, {
		recursive: true,
		withFileTypes: true,
	});
	const files = new Map<string, Buffer>();
	for (const entry of entries.filter((one) => one.isFile())) {
		const path = join(entry.parentPath, entry.name);
		const name = relative(folder, path).split(sep).join("/");
		files.set(`chart/${name}`, await readFile(path));
	}
	return files;
}

const BLOCK = 512;

/** Reads the regular files of a tar archive. */
function entriesOf(tar: Buffer): Map<string, Buffer> {
	const files = new Map<string, Buffer>();
	for (let at = 0; at + BLOCK <= tar.length; ) {
		const text = (from: number, length: number) =>
			tar.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
		const name = [text(345, 155), text(0, 100)].filter(Boolean).join("/");
		const size = Number.parseInt(text(124, 12).trim() || "0", 8);
		const type = text(156, 1);
		const start = at + BLOCK;
		if (name !== "" && (type === "0" || type === ""))
			files.set(name, tar.subarray(start, start + size));
		at = start + Math.ceil(size / BLOCK) * BLOCK;
	}
	return files;
}
