import type { PublicValue } from "@lab/bundles";

/** Password of the database beside a store node. */
export const databasePassword = "wakupassword";

/** Encrypts the file with a node's membership. */
export const membershipPassword = "changeme";

/** Mnemonic of Anvil's test accounts. */
export const anvilMnemonic =
	"test test test test test test test test test test test junk";

/** Values in experiments that look like secrets, although everyone may know them. */
export const publicValues: readonly PublicValue[] = [
	{
		value: databasePassword,
		reason: "only the node in the same pod reaches the database",
	},
	{
		value: membershipPassword,
		reason: "the membership is one of a test chain that ends with the run",
	},
	{
		value: anvilMnemonic,
		reason: "Anvil's documentation publishes it; its accounts own nothing",
	},
	{
		value: /^08021220[0-9a-f]{64}(,08021220[0-9a-f]{64})*$/,
		reason: "keys of peers, drawn from the seed in the plan",
	},
];
