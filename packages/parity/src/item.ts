/** What is measured, and its plural in reports. */
export const topics = {
	object: "objects",
	panel: "panels of dashboards",
	alert: "alerts",
	record: "recording rules",
	scrape: "scrape jobs",
	limit: "requests and limits",
	toleration: "tolerations",
	placement: "placements",
	environment: "environment variables",
	argument: "arguments",
	port: "ports",
	field: "other fields",
} as const;

export type Topic = keyof typeof topics;

/** One thing that a tree has, and that another may lack. */
export interface Item {
	readonly topic: Topic;
	/** What has it: `Deployment homepage/homepage`, `release vmks`, `dashboard gossip`, `group nodes`. */
	readonly of: string;
	/** Its name there: a path, a title. Empty if `of` is the item itself. */
	readonly name: string;
	/** What is compared, as text. Undefined if only its existence is known. */
	readonly value?: string;
}

/** Identifies an item within its topic, in messages and in patterns: `release vmks: vmagent.spec.port`. */
export const titleOf = ({ of, name }: Pick<Item, "of" | "name">): string =>
	name === "" ? of : `${of}: ${name}`;

/** Numbers the items that have the name of an earlier one: `CPU`, `CPU #2`. */
export function numbered(items: readonly Item[]): Item[] {
	const seen = new Map<string, number>();
	return items.map((item) => {
		const key = `${item.topic} ${titleOf(item)}`;
		const count = (seen.get(key) ?? 0) + 1;
		seen.set(key, count);
		return count === 1 ? item : { ...item, name: `${item.name} #${count}` };
	});
}
