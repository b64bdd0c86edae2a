/** How a value is quoted and escaped in the text. */
export const quoting = { bare: 0, backslash: 1, json: 2 } as const;
