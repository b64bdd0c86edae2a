/** Level words as Go, Rust and logfmt writers spell them, lower case. */
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

/** The same in capitals too. */
export const anyCaseLevels: Readonly<Record<string, number>> =
	Object.fromEntries(
		Object.entries(levelWords).flatMap(([word, level]) => [
			[word, level],
			[word.toUpperCase(), level],
			[`${word[0]?.toUpperCase()}${word.slice(1)}`, level],
		]),
	);
