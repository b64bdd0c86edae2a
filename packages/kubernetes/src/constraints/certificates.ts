import {
	at,
	type Constraints,
	type InnerReason,
	isSet,
	type Json,
	mapOf,
} from "./constraint.ts";
import { goSeconds } from "./durations.ts";

const HOUR = 3600;

/**
 * Checks of cert-manager's webhook, which rejects the object.
 *
 * @see https://github.com/cert-manager/cert-manager/blob/v1.21.0/internal/apis/certmanager/validation/certificate.go
 */
export const certificateConstraints: Constraints = {
	"cert-manager.io.v1.Certificate": {
		whole: (certificate) => {
			const spec = mapOf(certificate.spec);
			return [...nameless(spec), ...wrongPeriods(spec), ...wrongKey(spec)].map(
				(reason) => ({ ...reason, at: ["spec", ...reason.at] }),
			);
		},
	},
};

const names = [
	...["commonName", "dnsNames", "emailAddresses", "ipAddresses"],
	...["literalSubject", "otherNames", "uris"],
];

const isEmpty = (value: unknown): boolean =>
	!isSet(value) || value === "" || (Array.isArray(value) && value.length === 0);

function nameless(spec: Json): InnerReason[] {
	const { commonName } = spec;
	return [
		...(names.every((field) => isEmpty(spec[field]))
			? [
					at(
						["dnsNames"],
						"is empty, as are all other names",
						"name a host that the certificate is for",
						"missing-field",
					),
				]
			: []),
		...(typeof commonName === "string" && commonName.length > 64
			? [
					at(
						["commonName"],
						`has ${commonName.length} characters, more than 64`,
						"leave it out: browsers read dnsNames",
					),
				]
			: []),
	];
}

function wrongPeriods(spec: Json): InnerReason[] {
	const { renewBefore, renewBeforePercentage } = spec;
	const duration = goSeconds(spec.duration) ?? 90 * 24 * HOUR;
	const before = goSeconds(renewBefore);
	return [
		...(duration < HOUR
			? [
					at(
						["duration"],
						`is ${spec.duration}, less than an hour`,
						"use 1h or more",
					),
				]
			: []),
		...(isSet(renewBefore) && isSet(renewBeforePercentage)
			? [
					at(
						["renewBeforePercentage"],
						"is set in addition to renewBefore",
						"remove one of the two",
					),
				]
			: []),
		...(before !== undefined && before < 300
			? [
					at(
						["renewBefore"],
						`is ${renewBefore}, less than five minutes`,
						"use 5m or more",
					),
				]
			: []),
		...(before !== undefined && before >= duration
			? [
					at(
						["renewBefore"],
						`is ${renewBefore}, but the certificate is only valid for ${spec.duration ?? "2160h"}`,
						"use less than duration: a third of it is usual",
					),
				]
			: []),
	];
}

/** Sizes in bits, by algorithm. */
const sizes: Readonly<Record<string, (size: number) => boolean>> = {
	RSA: (size) => size >= 2048 && size <= 8192,
	ECDSA: (size) => [256, 384, 521].includes(size),
};

function wrongKey({ privateKey }: Json): InnerReason[] {
	const { algorithm = "RSA", size } = mapOf(privateKey);
	if (typeof size !== "number" || size === 0) return [];
	return sizes[String(algorithm)]?.(size) === false
		? [
				at(
					["privateKey", "size"],
					`is ${size}, which ${algorithm} does not have`,
					algorithm === "RSA" ? "use 2048 to 8192" : "use 256, 384 or 521",
				),
			]
		: [];
}
