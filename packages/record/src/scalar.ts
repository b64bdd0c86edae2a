import * as v from "valibot";

/** A point in time: nanoseconds since 1970, UTC, as decimal text since it exceeds 2^53. */
export const nanoseconds = v.pipe(
	v.string(),
	v.regex(/^\d{1,19}$/, "must be nanoseconds since 1970 as decimal digits"),
);

/** The identity of a message: a whole number below 2^63, as decimal text. */
export const messageId = v.pipe(
	v.string(),
	v.regex(/^\d{1,19}$/, "must be decimal digits"),
	v.check((text) => BigInt(text) < 2n ** 63n, "must be below 2^63"),
);

/** A name that Kubernetes takes as label and as the name of an object. */
export const label = v.pipe(
	v.string(),
	v.regex(
		/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
		"must be a DNS label: a-z, 0-9 and '-', at most 63 characters",
	),
);

/** One node of a run, `<group>-<ordinal>`: the name of its pod. */
export const nodeName = v.pipe(
	v.string(),
	v.regex(/^[a-z0-9][-a-z0-9]*-\d+$/, "must be '<group>-<ordinal>'"),
);

/** Milliseconds, `0` or more; fractions are allowed. */
export const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** From 0 to 1. */
export const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** SHA-256 in hex. */
export const sha256 = v.pipe(
	v.string(),
	v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex"),
);

export type Nanoseconds = v.InferOutput<typeof nanoseconds>;
export type MessageId = v.InferOutput<typeof messageId>;
export type NodeName = v.InferOutput<typeof nodeName>;
