import type { Relabel, ScrapeJob } from "./job.ts";

/** Anchors an expression at both ends, as relabelling does. */
export const anchored = (regex: string): RegExp => new RegExp(`^(?:${regex})$`);

/** Whether the keep and drop steps let a set of labels through; other steps are ignored. */
export const passes = (
	steps: readonly Relabel[],
	labels: Readonly<Record<string, string>>,
): boolean =>
	steps.every(({ action, source_labels = [], separator = ";", regex = "" }) => {
		const value = source_labels
			.map((name) => labels[name] ?? "")
			.join(separator);
		if (action === "keep") return anchored(regex).test(value);
		return action !== "drop" || !anchored(regex).test(value);
	});

/** Whether a job stores a sample with these labels. */
export const keepsSample = (
	{ metric_relabel_configs = [] }: ScrapeJob,
	labels: Readonly<Record<string, string>>,
): boolean => passes(metric_relabel_configs, labels);
