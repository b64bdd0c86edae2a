import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, run } from "@lab/core";
import { cacheFolder } from "@lab/toolchain";
import { type Running, start } from "./_servers.ts";

const source = join(import.meta.dirname, "../../tools/java/opensearch");

/** Starts a real OpenSearch, from its Maven artifacts. */
export async function startOpenSearch(): Promise<Running> {
	const libraries = await ensureLibraries();
	return start(
		"java",
		(port, folder) => [
			"-Xmx512m",
			"-cp",
			`${libraries}/*`,
			join(source, "OpenSearchNode.java"),
			folder,
			String(port),
		],
		"/_cluster/health?wait_for_status=yellow",
	);
}

/** Downloads its libraries once into the cache. @returns their folder */
async function ensureLibraries(): Promise<string> {
	const pom = join(source, "pom.xml");
	const version = contentHash(await readFile(pom, "utf8")).slice(0, 12);
	const libraries = join(cacheFolder(), `opensearch-${version}`);
	if (existsSync(libraries)) return libraries;
	await mkdir(cacheFolder(), { recursive: true });
	const stage = await mkdtemp(join(cacheFolder(), "opensearch-stage-"));
	try {
		await run(
			"mvn",
			[
				...["-q", "-B", "-f", pom],
				"dependency:copy-dependencies",
				`-DoutputDirectory=${join(stage, "lib")}`,
			],
			{ timeout: "10m" },
		);
		// Atomic; another process may have been faster.
		await rename(join(stage, "lib"), libraries).catch((error: unknown) => {
			if (!existsSync(libraries)) throw error;
		});
	} finally {
		await rm(stage, { recursive: true, force: true });
	}
	return libraries;
}
