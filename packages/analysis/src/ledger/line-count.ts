/** Accounting of a run's lines: `lines + unpacked = events + continuations + unparsed`. */
export interface LineCount {
	readonly lines: number;
	readonly unpacked: number;
	readonly events: number;
	readonly continuations: number;
	readonly unparsed: number;
	readonly reasons: readonly {
		reason: string;
		count: number;
		samples: readonly { stream: string; line: number; text: string }[];
	}[];
	/** Files that end within a line: the rest of that line may contain a wrong number. */
	readonly cut: number;
	/** Nodes of which no line arrived, although they were not down all the time; without those in `silent`. */
	readonly withoutLog?: readonly string[];
	/** Lines that were written according to sentinels, but did not arrive; absent without sentinels. */
	readonly lost?: number;
	/** Lines that arrived although, according to sentinels, no node wrote them; absent without sentinels. */
	readonly surplus?: number;
	/** Nodes without sentinels although others have them, or whose sentinels stopped before the end. */
	readonly silent?: readonly string[];
}
