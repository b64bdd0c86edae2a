/** Level by its word, as Go, Rust and logfmt writers spell it, in lower case. */
export const levelWords: Readonly<Record<string, number>> = {
	trace: 0,
	trc: 0,
	debug: 1,
	dbg: 1,
	info: 2,
	inf: 2,
	notice: 3,
	warn: 4,
	warning: 4,
	wrn: 4,
	error: 5,
	err: 5,
	dpanic: 5,
	panic: 6,
	pnc: 6,
	fatal: 6,
	ftl: 6,
	critical: 6,
};

/** Level by its word in lower case, upper case or capitalized. */
export const anyCaseLevels: Readonly<Record<string, number>> =
	Object.fromEntries(
		Object.entries(levelWords).flatMap(([word, level]) => [
			[word, level],
			[word.toUpperCase(), level],
			[`${word[0]?.toUpperCase()}${word.slice(1)}`, level],
		]),
	);

const SLOG = /^(DEBUG|INFO|WARN|ERROR)([+-]\d+)?$/;
const SLOG_LEVELS = { DEBUG: -4, INFO: 0, WARN: 4, ERROR: 8 } as const;

/** Returns the level of a word such as `INFO` or `INFO+2`, as Go's slog writes it. */
export function slogLevel(word: string): number | undefined {
	const found = SLOG.exec(word);
	if (found === null) return undefined;
	const base = SLOG_LEVELS[found[1] as keyof typeof SLOG_LEVELS];
	const level = base + Number(found[2] ?? 0);
	if (level < -4) return 0;
	if (level < 0) return 1;
	if (level < 4) return level < 2 ? 2 : 3;
	if (level < 8) return 4;
	return level < 12 ? 5 : 6;
}
