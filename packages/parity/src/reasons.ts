import { type Finding, fault } from "@lab/core";
import type { Comparison, Row } from "./compare.ts";

/** Who answers for a loss, and can be asked about it. */
export const owners = {
	DST: "runs experiments: dashboards, metrics, logs and images of nodes",
	infrastructure: "runs the cluster: its services, storage, access and alerts",
} as const;

export type Owner = keyof typeof owners;

/** Why some differences are intended. */
export interface Reason {
	/** Rows that it explains, as `topic title`; `*` stands for any text: `limit release vmks: grafana.*`. */
	readonly rows: readonly string[];
	readonly why: string;
	readonly owner: Owner;
}

export interface Explained {
	readonly reasons: readonly (Reason & { readonly explains: readonly Row[] })[];
	readonly unexplained: readonly Row[];
	/** Patterns and renames that match nothing: what they explained is gone. */
	readonly stale: readonly Finding[];
}

/** Finds the reason of every loss and every change; the first that matches counts. */
export function explain(
	{ rows, unusedRenames }: Comparison,
	reasons: readonly Reason[],
): Explained {
	const patterns = reasons.flatMap((reason) =>
		reason.rows.map((text) => ({ reason, text, matches: matcher(text) })),
	);
	const used = new Set<string>();
	const byReason = new Map<Reason, Row[]>();
	const unexplained: Row[] = [];
	for (const row of rows) {
		if (row.state === "same") continue;
		const found = patterns.find(({ matches }) =>
			matches(`${row.topic} ${row.title}`),
		);
		if (found === undefined) {
			unexplained.push(row);
			continue;
		}
		used.add(found.text);
		byReason.set(found.reason, [...(byReason.get(found.reason) ?? []), row]);
	}
	return {
		reasons: reasons.map((reason) => ({
			...reason,
			explains: byReason.get(reason) ?? [],
		})),
		unexplained,
		stale: [
			...patterns
				.filter(({ text }) => !used.has(text))
				.map(({ text }) => stale(`'${text}' explains no difference`, text)),
			...unusedRenames.map(({ from }) =>
				stale(`nothing is called '${from}' in the other tree`, from),
			),
		],
	};
}

const stale = (what: string, where: string): Finding =>
	fault({
		code: "stale-reason",
		what,
		where,
		help: "correct it, or remove it: the difference that it explained is gone",
	});

const matcher = (pattern: string) => {
	const regex = new RegExp(
		`^${pattern
			.split("*")
			.map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
			.join(".*")}$`,
		"s",
	);
	return (text: string) => regex.test(text);
};
