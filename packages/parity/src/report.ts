import { markdownTable } from "@lab/core";
import { type Comparison, compare, type Rename, type Row } from "./compare.ts";
import { type Item, type Topic, topics } from "./item.ts";
import type { Measure } from "./measure/measure.ts";
import { type Explained, explain, owners, type Reason } from "./reasons.ts";

/** Another lab, and what is known about its differences from ours. */
export interface Predecessor {
	readonly name: string;
	/** Where its tree is, in words. */
	readonly source: string;
	readonly renames: readonly Rename[];
	readonly reasons: readonly Reason[];
}

export interface Parity extends Comparison, Explained {
	readonly theirs: Omit<Measure, "defaults">;
	readonly ours: Measure;
}

/** Compares another lab's tree with ours, and explains what differs. */
export function parityOf(
	theirs: Omit<Measure, "defaults">,
	ours: Measure,
	{ renames, reasons }: Pick<Predecessor, "renames" | "reasons">,
): Parity {
	const comparison = compare(theirs, ours, renames);
	return { theirs, ours, ...comparison, ...explain(comparison, reasons) };
}

/** Numbers of one topic. */
export interface Count {
	readonly topic: Topic;
	readonly theirs: number;
	readonly same: number;
	readonly changed: number;
	readonly lost: number;
	/** Only here. */
	readonly gained: number;
	readonly ours: number;
}

export const countsOf = ({ rows, gained, theirs, ours }: Parity): Count[] =>
	(Object.keys(topics) as Topic[]).map((topic) => {
		const count = (items: readonly { readonly topic: Topic }[]) =>
			items.filter((item) => item.topic === topic).length;
		const inState = (state: Row["state"]) =>
			count(rows.filter((row) => row.state === state));
		return {
			topic,
			theirs: count(theirs.items),
			same: inState("same"),
			changed: inState("changed"),
			lost: inState("lost"),
			gained: count(gained),
			ours: count(ours.items),
		};
	});

export const countTable = (counts: readonly Count[], name: string): string =>
	markdownTable(
		["", name, "same here", "changed", "lost", "only here", "here"],
		counts.map(({ topic, theirs, same, changed, lost, gained, ours }) => [
			...[topics[topic], theirs, same, changed, lost],
			// They change with every edit, and say little.
			...(topic === "field" ? ["", ""] : [gained, ours]),
		]),
	);

/** Renders the page on what became of another lab's tree. */
export function parityReport(
	{ name, source, renames }: Predecessor,
	commit: string,
	parity: Parity,
): string {
	const { theirs, ours, reasons, unexplained, gained } = parity;
	const differ = parity.rows.filter(({ state }) => state !== "same").length;
	return `<!-- Written by 'pnpm lab report parity' from packages/parity/src/generated/${name}.json and packages/parity/src/${name}/. Do not edit. -->

# What became of ${name}

${source}, at ${commit}: ${theirs.bundles} bundles, compared with our ${ours.bundles} (without parked experiments, whose page is [10ksim.md](10ksim.md)). Of ${theirs.items.length} items, ${differ} differ; ${unexplained.length === 0 ? "each has a reason below" : `${unexplained.length} have no reason`}.

${countTable(countsOf(parity), name)}

Settings of an object that is lost are not counted again. A value that only repeats its chart's default is no item, except requests, limits, tolerations, placements, variables, arguments and ports.

To measure the tree again, run \`pnpm lab parity <its folder> --charts <folder of charts> --record <commit>\`; after a change of ours, \`pnpm lab report parity\`.

## Differences, by who answers for them

${Object.entries(owners)
	.flatMap(([owner, duty]) => [
		`### ${owner}: ${duty}`,
		...reasons
			.filter((reason) => reason.owner === owner && reason.explains.length > 0)
			.map(({ why, explains }) => explained(why, explains)),
	])
	.join("\n\n")}
${unexplained.length === 0 ? "" : `\n### Without a reason\n\n${explained("Nobody has explained these.", unexplained)}\n`}
## Renamed and moved

${details(
	`${renames.length} names`,
	markdownTable(
		[name, "here", "why"],
		renames.map(({ from, to, why }) => [code(from), code(to), why]),
	),
)}

## Only here

${gainedList(gained)}

## How far the trees were read

${details(
	`${theirs.releases.length} charts of ${name}, ${ours.releases.length} of ours`,
	markdownTable(
		["release", name, "read as", "here", "read as"],
		releaseRows(theirs, ours),
	),
)}

*rendered*: with the release's values. *recorded*: the names of what it creates are known, as of the last \`pnpm lab charts fetch\`. *values*: what its templates create is not known. Settings of charts are always compared as values; where a release sets nothing, its chart's default counts. Requests, limits and other settings that a chart's templates contain are not compared.

${notRead(name, theirs)}
`;
}

const code = (text: string): string => `\`${text.replaceAll("`", "'")}\``;

const details = (summary: string, body: string): string =>
	`<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

/** Number of rows below which they are shown at once. */
const FEW = 3;

function explained(why: string, rows: readonly Row[]): string {
	const body = rowsByOwner(rows);
	const text = `**${why}**`;
	return rows.length <= FEW
		? `${text}\n\n${body}`
		: `${text}\n\n${details(`${rows.length} rows`, body)}`;
}

/** Rows as one line for each object, dashboard or release: names only where values say nothing. */
function rowsByOwner(rows: readonly Row[]): string {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const [of = ""] = row.title.split(": ");
		const key = `${row.state} ${row.topic} ${of}`;
		groups.set(key, [...(groups.get(key) ?? []), row]);
	}
	return [...groups.values()]
		.map((group) => {
			const [first] = group as [Row, ...Row[]];
			const [of = ""] = first.title.split(": ");
			const head = `- ${first.state === "lost" ? "lost" : "changed"}, ${first.topic} of ${of}`;
			if (group.length === 1 && first.title === of)
				return `- ${first.state}: ${code(of)}${change(first)}`;
			return `${head}: ${group.map((row) => code(row.title.slice(of.length + 2)) + change(row)).join("; ")}`;
		})
		.join("\n");
}

/** Topics whose values are digests, or nothing. */
const wordless: readonly Topic[] = ["panel", "alert", "record", "object"];

function change({ topic, state, here, theirs, ours }: Row): string {
	const place = here === undefined ? "" : `, here ${code(here)}`;
	if (wordless.includes(topic)) return place;
	if (state === "lost") return theirs ? ` (${code(theirs)})` : "";
	return ` (${shown(theirs)}, here ${shown(ours)})${place}`;
}

const shown = (value: string | undefined): string =>
	value === undefined || value === "" ? "set" : code(value);

/** What only we have, short: names where people look for them, else numbers. */
function gainedList(gained: readonly Item[]): string {
	return (Object.keys(topics) as Topic[])
		.flatMap((topic) => {
			const items = gained.filter((item) => item.topic === topic);
			if (items.length === 0 || topic === "field") return [];
			const head = `${items.length} ${topics[topic]}`;
			return [
				topic === "object"
					? `- ${head}: ${byKind(items)}`
					: named.includes(topic)
						? `- ${details(head, byOwner(items))}`
						: `- ${head}`,
			];
		})
		.join("\n");
}

const named: readonly Topic[] = ["panel", "alert", "record", "scrape"];

function byKind(items: readonly Item[]): string {
	const kinds = new Map<string, number>();
	for (const { of } of items) {
		const [kind = ""] = of.split(" ");
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
	}
	return [...kinds]
		.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
		.map(([kind, count]) => `${count} ${kind}`)
		.join(", ");
}

function byOwner(items: readonly Item[]): string {
	const owned = new Map<string, string[]>();
	for (const item of items)
		owned.set(item.of, [...(owned.get(item.of) ?? []), item.name]);
	return [...owned]
		.map(([of, names]) =>
			names.every((one) => one === "") ? of : `${of}: ${names.join("; ")}`,
		)
		.join("<br>");
}

function releaseRows(
	theirs: Omit<Measure, "defaults">,
	ours: Measure,
): string[][] {
	const names = new Set(
		[...theirs.releases, ...ours.releases].map(({ release }) => release),
	);
	const cells = (tree: Omit<Measure, "defaults">, name: string): string[] => {
		const found = tree.releases.find(({ release }) => release === name);
		if (found === undefined) return ["", ""];
		const { chart, version, how, why } = found;
		return [`${chart} ${version}`, why === undefined ? how : `${how}: ${why}`];
	};
	return [...names]
		.sort()
		.map((name) => [name, ...cells(theirs, name), ...cells(ours, name)]);
}

function notRead(
	name: string,
	{ unread, releases }: Omit<Measure, "defaults">,
) {
	const ignored = releases.filter(({ ignored }) => ignored.length > 0);
	return [
		...unread.map(
			({ bundle, what }) => `- not read in ${name}'s ${bundle}: ${what}`,
		),
		...ignored.map(
			({ release, chart, version, ignored }) =>
				`- ${name}'s ${release} sets ${ignored.map(code).join(", ")}, which ${chart} ${version} does not list; not compared`,
		),
	].join("\n");
}

/** One row in a message. */
export const describeRow = (row: Row): string => {
	const { state, topic, title } = row;
	return `${state} ${topic} ${title}${change(row).replaceAll("`", "")}`;
};
