/** A number with an optional suffix: decimal (`m`, `k`, `G`), binary (`Ki`, `Gi`) or an exponent (`e3`). */
const form =
	/^([+-]?(?:\d+\.?\d*|\.\d+))(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)$/;

const powers = ["k", "M", "G", "T", "P", "E"];

/** Factor of each suffix. */
const factors: Readonly<Record<string, number>> = {
	"": 1,
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	...Object.fromEntries(
		powers.flatMap((letter, index) => [
			[letter, 1000 ** (index + 1)],
			[`${letter.toUpperCase()}i`, 1024 ** (index + 1)],
		]),
	),
};

/**
 * Whether a text is a valid quantity: `500m`, `1Gi`, `1.5`, but not `1GB`.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export const isQuantity = (text: string): boolean => form.test(text);

/** @returns the numeric value of a quantity; undefined if it is not one */
export function quantityValue(quantity: unknown): number | undefined {
	if (typeof quantity === "number") return quantity;
	const match = typeof quantity === "string" ? form.exec(quantity) : null;
	if (match === null) return undefined;
	const [, number = "", suffix = ""] = match;
	return Number(number) * (factors[suffix] ?? 10 ** Number(suffix.slice(1)));
}
