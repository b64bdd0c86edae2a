/** A message with variable words, and its number of lines. */
export interface Group {
	/** Words; null where lines differ. */
	tokens: (string | null)[];
	count: number;
	/** First line of the group. */
	readonly sample: string;
	/** Some values of each variable word, by position. */
	readonly values: Map<number, string[]>;
}

export interface MinerOptions {
	/** Minimum share of equal words for a line to join a group. @default 0.5 */
	readonly similarity?: number;
	/** Maximum number of groups; the rarest are evicted. @default 1000 */
	readonly maxGroups?: number;
}

const MAX_TOKENS = 64;
const MAX_VALUES = 20;
const VARIABLE = /\d/;

/**
 * Finds the message templates of lines, one line at a time and in bounded memory.
 *
 * Lines are sorted by a tree of fixed depth (number of words, then first word
 * unless it has a digit), and join the most similar group of their leaf.
 *
 * @see P. He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017
 */
export class TemplateMiner {
	/** Lines of evicted groups. */
	forgotten = 0;
	private readonly leaves = new Map<string, Group[]>();
	private readonly similarity: number;
	private readonly maxGroups: number;
	private size = 0;

	constructor({ similarity = 0.5, maxGroups = 1000 }: MinerOptions = {}) {
		this.similarity = similarity;
		this.maxGroups = maxGroups;
	}

	add(line: string): Group {
		const tokens = line.trim().split(/ +/).slice(0, MAX_TOKENS);
		const key = leafOf(tokens);
		const leaf = this.leaves.get(key) ?? [];
		const found = mostSimilar(leaf, tokens, this.similarity);
		if (found !== undefined) {
			merge(found, tokens);
			return found;
		}
		const group: Group = {
			tokens: tokens.map((token) => (VARIABLE.test(token) ? null : token)),
			count: 1,
			sample: line,
			values: new Map(),
		};
		remember(group, tokens);
		this.leaves.set(key, [...leaf, group]);
		this.size++;
		if (this.size > this.maxGroups) this.evict();
		return group;
	}

	/** Returns the groups, most frequent first. */
	groups(): Group[] {
		return [...this.leaves.values()].flat().sort((a, b) => b.count - a.count);
	}

	/** Evicts the rarer half at once, so that evictions are rare. */
	private evict(): void {
		const kept = new Set(this.groups().slice(0, this.maxGroups >> 1));
		for (const [key, leaf] of this.leaves) {
			const stay = leaf.filter((group) => kept.has(group));
			for (const group of leaf) {
				if (!kept.has(group)) this.forgotten += group.count;
			}
			if (stay.length === 0) this.leaves.delete(key);
			else this.leaves.set(key, stay);
		}
		this.size = kept.size;
	}
}

function leafOf(tokens: readonly string[]): string {
	const first = tokens[0] ?? "";
	return `${tokens.length} ${VARIABLE.test(first) ? "*" : first}`;
}

function mostSimilar(
	leaf: readonly Group[],
	tokens: readonly string[],
	least: number,
): Group | undefined {
	let best: Group | undefined;
	let bestScore = least;
	for (const group of leaf) {
		const same = group.tokens.filter((token, at) => token === tokens[at]);
		const fixed = group.tokens.filter((token) => token !== null).length;
		const score = fixed === 0 ? 1 : same.length / tokens.length;
		const holes = (tokens.length - fixed) / tokens.length;
		if (score + holes >= bestScore && score >= least * (1 - holes)) {
			best = group;
			bestScore = score + holes;
		}
	}
	return best;
}

function merge(group: Group, tokens: readonly string[]): void {
	group.count++;
	group.tokens = group.tokens.map((token, at) =>
		token === tokens[at] ? token : null,
	);
	remember(group, tokens);
}

function remember(group: Group, tokens: readonly string[]): void {
	for (const [at, token] of group.tokens.entries()) {
		if (token !== null) continue;
		const known = group.values.get(at) ?? [];
		const value = tokens[at] as string;
		if (known.length < MAX_VALUES) known.push(value);
		group.values.set(at, known);
	}
}
