/** Formats a table in GitHub's Markdown, without a trailing newline. Cells may contain any text. */
export function markdownTable(
	head: readonly string[],
	rows: readonly (readonly (string | number)[])[],
): string {
	const line = (cells: readonly (string | number)[]) =>
		`| ${cells.map(cellText).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join(
		"\n",
	);
}

/**
 * Doubles the backslashes before a `|`, which would otherwise cancel its escape.
 * Some readers treat U+2028 and U+2029 as line breaks too.
 */
const cellText = (cell: string | number): string =>
	String(cell)
		.replace(/(\\*)\|/g, "$1$1\\|")
		.replace(/\r\n?|[\n\u2028\u2029]/g, "<br>");
