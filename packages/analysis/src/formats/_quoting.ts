/** How the characters of a value stand in the text. */
export const quoting = { bare: 0, backslash: 1, json: 2 } as const;
