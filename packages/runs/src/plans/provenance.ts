import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { exitCode, fromYaml, LabError, tryRun } from "@lab/core";
import { nodes, platformParts } from "@lab/lab";
import type { Plan, Provenance } from "@lab/record";

/** Paths in the repository that determine a plan and its run; results and summaries of earlier runs do not. */
const SOURCES = [
	"packages",
	"tools",
	"package.json",
	"pnpm-lock.yaml",
	"pnpm-workspace.yaml",
];

/** Origin of a plan: the commit, whether it has changes, and the versions of programs. */
export async function readProvenance(
	root: string,
	backend: Plan["backend"],
): Promise<Provenance> {
	const [commit, changes, workspace] = await Promise.all([
		git(root, "rev-parse", "HEAD"),
		git(root, "status", "--porcelain", "--", ...SOURCES),
		readFile(join(root, "pnpm-workspace.yaml"), "utf8"),
	]);
	const { catalog } = fromYaml(workspace, "pnpm-workspace.yaml") as {
		readonly catalog: Readonly<Record<string, string>>;
	};
	const ofNode = Object.entries(catalog).filter(([name]) =>
		/^(@libp2p\/|libp2p$)/.test(name),
	);
	return {
		commit,
		dirty: changes !== "",
		versions: {
			node: process.version,
			...(backend === "process"
				? Object.fromEntries(ofNode)
				: ofPlatform(platformParts)),
		},
		machines: backend === "cluster" ? nodes.map(({ name }) => name) : [],
	};
}

/** Versions of the platform's parts, from the lab's facts. */
const ofPlatform = (
	parts: Readonly<Record<string, { readonly version: string }>>,
): Record<string, string> =>
	Object.fromEntries(
		Object.entries(parts).map(([name, { version }]) => [name, version]),
	);

async function git(root: string, ...args: string[]): Promise<string> {
	const { exit, stdout, stderr } = await tryRun("git", args, {
		cwd: root,
		timeout: "30s",
	});
	if (exit === 0) return stdout.trim();
	throw new LabError({
		code: "no-commit",
		what: `git ${args[0]} failed: ${stderr.trim()}`,
		where: root,
		help: "make plans in a clone of the repository, with git on PATH",
		exit: exitCode.unavailable,
	});
}
