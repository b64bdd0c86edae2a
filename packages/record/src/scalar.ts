import {
	isDnsLabel,
	isPortName,
	isServiceName,
	isVariableName,
	STATEFUL_SET_NAME,
} from "@lab/core";
import * as v from "valibot";
import { isNodeName } from "./node-name.ts";

/** A point in time: nanoseconds since 1970, UTC, as decimal text since it exceeds 2^53. */
export const nanoseconds = v.pipe(
	v.string(),
	v.regex(/^\d{1,19}$/, "must be nanoseconds since 1970 as decimal digits"),
);

/** Id of a message: a non-negative integer below 2^63, as decimal text. */
export const messageId = v.pipe(
	v.string(),
	v.regex(/^\d{1,19}$/, "must be decimal digits"),
	v.check((text) => BigInt(text) < 2n ** 63n, "must be below 2^63"),
);

/** A name that Kubernetes accepts as a label value and as an object name. */
export const label = v.pipe(
	v.string(),
	v.regex(
		/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
		"must be a DNS label: a-z, 0-9 and '-', at most 63 characters",
	),
);

/** Name of a group: short enough that its controller's suffix still fits into a label. */
export const groupName = v.pipe(
	v.string(),
	v.check(
		(text) => isDnsLabel(text, STATEFUL_SET_NAME),
		`must be a DNS label: a-z, 0-9 and '-', at most ${STATEFUL_SET_NAME} characters`,
	),
);

export const portName = v.pipe(
	v.string(),
	v.check(
		isPortName,
		"must be at most 15 characters of a-z, 0-9 and single '-', with at least one letter",
	),
);

export const serviceName = v.pipe(
	v.string(),
	v.check(
		isServiceName,
		"must be at most 63 characters of a-z, 0-9 and '-', start with a letter and end with a letter or digit",
	),
);

export const variableName = v.pipe(
	v.string(),
	v.check(isVariableName, "must be printable ASCII without '='"),
);

/** Name of a node, and so of its pod: `<group>-<ordinal>`. */
export const nodeName = v.pipe(
	v.string(),
	v.check(isNodeName, "must be '<group>-<ordinal>'"),
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
