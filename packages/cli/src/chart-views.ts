import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabError } from "@lab/core";
import { isObject, type ReadObject } from "@lab/kubernetes";
import { factsOfUnpacked, platformParts, readChartFacts } from "@lab/lab";
import {
	type Bundle,
	type ChartView,
	isHook,
	type Release,
	recordedView,
} from "@lab/parity";
import {
	ensureTools,
	fetchCharts,
	hasTemplates,
	renderRelease,
} from "@lab/toolchain";
import type { Context } from "./command.ts";

type Progress = Pick<Context, "progress" | "signal">;

/**
 * Finds out what the charts of a tree create: renders those that are at hand or
 * can be fetched, and says why of the others.
 *
 * @param folder folder of charts, packed or unpacked, tried before the repositories
 */
export async function chartViews(
	bundles: readonly Bundle[],
	folder: string | undefined,
	context: Progress,
): Promise<ReadonlyMap<Bundle, ChartView>> {
	const into = await mkdtemp(join(tmpdir(), "parity-"));
	try {
		const releases = bundles.flatMap((bundle) =>
			bundle.release === undefined ? [] : [{ bundle, release: bundle.release }],
		);
		const { fetched, failed } = await fetchCharts(
			[
				...new Map(
					releases.map(({ release }) => [chartOf(release), release]),
				).values(),
			].map(({ repo, chart, version }) => ({ repo, chart, version })),
			{
				into: join(into, "charts"),
				...(folder !== undefined && { folder }),
				...context,
			},
		);
		const paths = new Map(fetched.map((one) => [chartOf(one), one.path]));
		const reasons = new Map(failed.map((one) => [chartOf(one), one.reason]));
		const views = new Map<Bundle, ChartView>();
		for (const { bundle, release } of releases) {
			const path = paths.get(chartOf(release));
			const view =
				path === undefined
					? exactlyRecorded(bundle, release)
					: await viewAt(path, { bundle, release, folder }, context);
			const why = reasons.get(chartOf(release));
			views.set(bundle, why === undefined ? view : { why, ...view });
		}
		return views;
	} finally {
		await rm(into, { recursive: true, force: true });
	}
}

const chartOf = ({ chart, version }: Pick<Release, "chart" | "version">) =>
	`${chart} ${version}`;

/** What is recorded of our release is true of another only with the same values. */
function exactlyRecorded(bundle: Bundle, release: Release): ChartView {
	const { facts, ...view } = recordedView(bundle, release);
	return view.how === "recorded" && view.why === undefined
		? { ...view, ...(facts && { facts }) }
		: { how: "values", objects: [], ...(facts && { facts }) };
}

interface Place {
	readonly bundle: Bundle;
	readonly release: Release;
	readonly folder: string | undefined;
}

async function viewAt(
	path: string,
	{ bundle, release, folder }: Place,
	{ progress, signal }: Progress,
): Promise<ChartView> {
	const { chart, name, values, version } = release;
	const facts =
		readChartFacts({ name: chart, version }) ?? factsOfUnpacked(path, folder);
	const known = { ...(facts && { facts }) };
	if (!(await hasTemplates(path)))
		return {
			...known,
			...{ how: "values", objects: [], why: "its templates are not at hand" },
		};
	const { helm } = await ensureTools(["helm"], { progress, signal });
	progress.step(`rendering ${name}`);
	try {
		const { objects } = await renderRelease(
			helm.path,
			{
				...{ chart: path, release: name, namespace: bundle.namespace },
				...{ values, kubernetes },
			},
			signal,
		);
		return { ...known, how: "rendered", objects: objects.filter(isKept) };
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof LabError)) throw error;
		const why = error.findings[0]?.what ?? error.message;
		return { ...known, how: "values", objects: [], why };
	}
}

const isKept = (object: unknown): object is ReadObject =>
	isObject(object) && !isHook(object);

const kubernetes = platformParts.k3s.version.replace(/^v|\+.*$/g, "");
