/** The source of a pattern that matches the text itself and nothing else. */
export const literally = (text: string): string =>
	text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
