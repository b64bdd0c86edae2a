import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, LabError, writeFileAtomically } from "@lab/core";
import { kindIds } from "@lab/kubernetes";
import { type Crd, digest, type OpenApiDocument } from "@lab/kubernetes/digest";
import {
	type CrdChart,
	charts,
	crdCharts,
	readCrds,
	unpackedChartsFolder,
} from "@lab/lab";
import { folderAt, readOpenApi, withPlane } from "@lab/replica";
import { defineCommand } from "../../command.ts";

/** Folder of the digest, relative to the root of the repository. */
const FOLDER = "packages/kubernetes/src/generated";

export const command = defineCommand({
	options: [
		{
			flags: "--check",
			description: "write nothing; exit 1 and list the files that would change",
		},
	],
	example: "pnpm lab schemas update --check",
	async run({ options, root, progress, signal }) {
		const crds = crdsOfCharts();
		const files = await withPlane(
			{
				folder: folderAt(join(root, ".lab/schemas")),
				times: 0,
				progress,
				signal,
			},
			async (api) => {
				progress.step("reading the schemas of the API server");
				return digest((await readOpenApi(api)) as OpenApiDocument[], crds);
			},
		);
		const changed: string[] = [];
		for (const [name, text] of files) {
			const path = join(root, FOLDER, name);
			if ((await readFile(path, "utf8").catch(() => "")) === text) continue;
			changed.push(join(FOLDER, name));
			if (!options.check) await writeFileAtomically(path, text);
		}
		return {
			exit: options.check && changed.length > 0 ? exitCode.no : exitCode.done,
			document: { changed },
			text:
				changed.length === 0
					? "the schemas are up to date"
					: `${options.check ? "would change" : "wrote"} ${changed.join(", ")}`,
		};
	},
});

/**
 * Reads the CRDs of every chart that the lab or its platform installs.
 *
 * @throws LabError `no-unpacked-charts` if a missing chart would drop kinds from the digest
 */
function crdsOfCharts(): Crd[] {
	const withCrds: CrdChart[] = [
		...Object.values(charts),
		...Object.values(crdCharts),
	];
	const crds = withCrds.flatMap((chart) => readCrds(chart) as Crd[]);
	const found = new Set(crds.map(({ spec }) => spec.group));
	const missing = withCrds.filter(({ crdGroups }) =>
		crdGroups.some((group) => isKnownGroup(group) && !found.has(group)),
	);
	if (missing.length === 0) return crds;
	throw new LabError({
		code: "no-unpacked-charts",
		what: `the CRDs of ${missing.map(({ name, version }) => `${name} ${version}`).join(", ")} are missing`,
		where: unpackedChartsFolder() ?? ".lab/charts",
		help: "run 'pnpm lab charts fetch'",
	});
}

const isKnownGroup = (group: string): boolean =>
	kindIds.some((id) => id.startsWith(`${group}/`));
