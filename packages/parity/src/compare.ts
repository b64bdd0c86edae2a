import { quantityValue } from "@lab/kubernetes";
import { type Item, type Topic, titleOf } from "./item.ts";
import type { Measure } from "./measure/measure.ts";

/** Something that has another name, or another place, here. */
export interface Rename {
	/** Title of an item of the other tree, or its start: `release vlc: vector.` */
	readonly from: string;
	/** What stands here instead of it. */
	readonly to: string;
	readonly why: string;
}

/** One item of the other tree beside ours. */
export interface Row {
	/** `lost`: only they have it. `changed`: both, with other values. */
	readonly state: "lost" | "changed" | "same";
	readonly topic: Topic;
	/** Its title in the other tree. */
	readonly title: string;
	/** Its title here, if it is another one. */
	readonly here?: string;
	readonly theirs?: string;
	readonly ours?: string;
}

export interface Comparison {
	readonly rows: readonly Row[];
	/** Items that only we have. */
	readonly gained: readonly Item[];
	/** Renames that no item of the other tree has. */
	readonly unusedRenames: readonly Rename[];
}

/** Compares another tree with ours, item by item. */
export function compare(
	theirs: Pick<Measure, "items">,
	ours: Measure,
	renames: readonly Rename[] = [],
): Comparison {
	const here = new Map(ours.items.map((item) => [keyOf(item), item]));
	const used = new Set<Rename>();
	const met = new Set<string>();
	const rows = theirs.items.map((item): Row => {
		const rename = renames.find(({ from }) => covers(from, titleOf(item)));
		if (rename !== undefined) used.add(rename);
		const title = titleOf(item);
		const renamed =
			rename === undefined
				? title
				: rename.to + title.slice(rename.from.length);
		const key = `${item.topic} ${renamed}`;
		const ourItem = here.get(key);
		if (ourItem !== undefined) met.add(key);
		const ourValue =
			ourItem === undefined ? defaultAt(ours, renamed) : ourItem.value;
		const exists = ourItem !== undefined || ourValue !== undefined;
		return {
			state: !exists ? "lost" : isSame(item, ourValue) ? "same" : "changed",
			...{ topic: item.topic, title },
			...(renamed !== title && { here: renamed }),
			...(item.value !== undefined && { theirs: item.value }),
			...(ourValue !== undefined && { ours: ourValue }),
		};
	});
	const lost = new Set(
		rows.flatMap(({ topic, state, title }) =>
			topic === "object" && state === "lost" ? title : [],
		),
	);
	return {
		// Settings of an object that is lost are lost with it.
		rows: rows.filter(
			({ topic, title }) =>
				topic === "object" || !lost.has(title.split(": ")[0] ?? ""),
		),
		gained: ours.items.filter((item) => !met.has(keyOf(item))),
		unusedRenames: renames.filter((rename) => !used.has(rename)),
	};
}

const keyOf = (item: Item): string => `${item.topic} ${titleOf(item)}`;

/** Whether a title is the given one, or lies below it. */
const covers = (from: string, title: string): boolean =>
	title === from ||
	(title.startsWith(from) &&
		(/[.[:/ ]$/.test(from) || /^[.[:]/.test(title.slice(from.length))));

/** The default that acts in one of our releases where it sets nothing. */
function defaultAt({ defaults }: Measure, title: string): string | undefined {
	const [of = "", ...rest] = title.split(": ");
	return defaults.get(of)?.get(rest.join(": "));
}

/** Whether two values are the same; a value that was not recorded is not judged. */
const isSame = ({ topic, value }: Item, ours: string | undefined): boolean =>
	value === undefined ||
	ours === undefined ||
	value === ours ||
	(topic === "limit" &&
		quantityValue(value) !== undefined &&
		quantityValue(value) === quantityValue(ours));
