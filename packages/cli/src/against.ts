import { join, resolve } from "node:path";
import process from "node:process";
import { filesAt, type RenderedTree } from "@lab/bundles";
import { updateFindings } from "@lab/bundles/update";
import {
	exitCode,
	type Finding,
	fault,
	formatFinding,
	LabError,
	warning,
} from "@lab/core";
import type { EnvironmentName } from "@lab/lab";
import {
	bundlesIn,
	folderAt,
	rehearseUpgrade,
	type UpgradeRehearsal,
} from "@lab/replica";
import type { Answer, Context } from "./command.ts";

/** A rendered tree, and where it is written. */
interface Target {
	readonly name: EnvironmentName;
	readonly tree: RenderedTree;
	/** Absolute path of its folder. */
	readonly folder: string;
}

interface AgainstOptions extends Context {
	/** Commit, branch or tag of the old trees. */
	readonly ref: string;
	/** Folder of chart archives. @default VACLAB_CHARTS */
	readonly charts?: string | undefined;
}

interface Outcome extends UpgradeRehearsal {
	readonly environment: EnvironmentName;
	/** Findings that no API server has: on versions and values of charts, and on Helm's records. */
	readonly findings: readonly Finding[];
}

/**
 * Rehearses the upgrade from the trees of a commit to the rendered ones.
 *
 * @throws LabError `unknown-commit`
 */
export async function rehearseAgainst(
	targets: readonly Target[],
	{ ref, charts = process.env.VACLAB_CHARTS, root, ...context }: AgainstOptions,
): Promise<Answer> {
	const folder = folderAt(join(root, ".lab/rehearsal"));
	const outcomes: Outcome[] = [];
	for (const { name, tree, folder: path } of targets) {
		const old = await filesAt(ref, path);
		if (old === undefined) throw unknownCommit(ref, path);
		const rehearsal = await rehearseUpgrade(
			bundlesIn(old, ref),
			bundlesIn(tree.files, path),
			{
				folder,
				...context,
				...(charts && { charts: resolve(root, charts) }),
			},
		);
		const findings = [
			...unsaid(updateFindings(old, tree.bundles), rehearsal),
			...largeReleases(rehearsal),
		];
		outcomes.push({ environment: name, ...rehearsal, findings });
	}
	return {
		exit: outcomes.every(isQuiet) ? exitCode.done : exitCode.no,
		document: { against: ref, rehearsals: outcomes },
		text: outcomes.map((outcome) => describe(outcome, ref)).join("\n"),
	};
}

const isQuiet = ({ refused, deleted, orphaned, findings }: Outcome): boolean =>
	[refused, deleted, orphaned].every(({ length }) => length === 0) &&
	findings.every(({ severity }) => severity === "warning");

/** Findings on objects that the API server does not refuse itself. */
const unsaid = (
	findings: readonly Finding[],
	{ refused }: UpgradeRehearsal,
): Finding[] => {
	const said = new Set(
		refused.map(({ object }) => object.replace(/^(\w+)\S* (.*\/)?/, "$1 ")),
	);
	return findings.filter(({ where }) => !said.has(where.split(": ")[1] ?? ""));
};

/** Share of the limit from which a release is worth a word. */
const LARGE = 0.8;

const largeReleases = ({ releases }: UpgradeRehearsal): Finding[] =>
	releases
		.filter(({ share }) => share >= LARGE)
		.map(({ bundle, bytes, share }) =>
			(share > 1 ? fault : warning)({
				code: "release-too-large",
				what: `Helm's record of the release of ${bundle} has ${bytes.toLocaleString("en")} bytes, ${(100 * share).toFixed(0)} % of what a Secret may have`,
				where: bundle,
				help: "leave out parts of the chart that the lab does not use, or split it",
			}),
		);

const unknownCommit = (ref: string, path: string): LabError =>
	new LabError({
		code: "unknown-commit",
		what: `Git has no commit '${ref}' there`,
		where: path,
		help: "name a branch, a tag or a commit: 'git log --oneline' lists some",
	});

function describe(outcome: Outcome, ref: string): string {
	const { environment, bundles, objects, refused, deleted, orphaned } = outcome;
	if (bundles.length === 0)
		return `${environment}: no bundle differs from ${ref}`;
	return [
		...refused.map(
			({ bundle, object, why, help }) =>
				`${bundle}: ${object} would be refused: ${why}\n    help  ${help}`,
		),
		...lines(deleted, "would be deleted"),
		...lines(orphaned, "would be left behind"),
		...outcome.findings.map(formatFinding),
		...outcome.partly.map(
			({ bundle, why }) =>
				`${bundle}: rehearsed without its chart, since ${why}`,
		),
		`${environment}: ${bundles.length} bundles differ from ${ref}; of ${objects} objects ${refused.length} would be refused, ${deleted.length} deleted, ${orphaned.length} left behind`,
	].join("\n");
}

const lines = (some: UpgradeRehearsal["deleted"], what: string): string[] =>
	some.map(({ bundle, object, why }) => `${bundle}: ${object} ${what}: ${why}`);
