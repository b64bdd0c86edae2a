import { isIP } from "node:net";
import { type FieldConstraint, invalid } from "./constraint.ts";

/** Address of a host, of IPv4 or IPv6. */
export const ipAddress: FieldConstraint = {
	value: (value) =>
		typeof value === "string" && isIP(value) === 0
			? invalid(value, "not an address", "write it as 10.0.0.1")
			: undefined,
};

/** Start of a network and the length of its prefix in bits; undefined if a text is none. */
function networkOf(
	text: string,
): { readonly bits: string; readonly length: number } | undefined {
	const [, address = "", prefix = ""] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
	const version = isIP(address);
	const length = Number(prefix);
	if (version === 0 || length > (version === 4 ? 32 : 128)) return undefined;
	return {
		bits: version === 4 ? bitsOfV4(address) : bitsOfV6(address),
		length,
	};
}

const binary = (number: number, width: number): string =>
	number.toString(2).padStart(width, "0");

const bitsOfV4 = (address: string): string =>
	address
		.split(".")
		.map((part) => binary(Number(part), 8))
		.join("");

/** Expands `::`, and reads an IPv4 address at the end. */
function bitsOfV6(address: string): string {
	const [left = [], right = []] = address
		.split("::")
		.map((half) => half.split(":").filter(Boolean).map(bitsOfGroup));
	const [start, end] = [left.join(""), right.join("")];
	return start + "0".repeat(128 - start.length - end.length) + end;
}

const bitsOfGroup = (group: string): string =>
	group.includes(".")
		? bitsOfV4(group)
		: binary(Number.parseInt(group, 16), 16);

export const network: FieldConstraint = {
	value: (value) =>
		typeof value === "string" && networkOf(value) === undefined
			? invalid(value, "not a network", "write it as 10.0.0.0/24")
			: undefined,
};

/** Whether a network is a part of another one, but not all of it; true if one of them is not a network. */
export function isWithin(inner: string, outer: string): boolean {
	const [a, b] = [networkOf(inner), networkOf(outer)];
	if (a === undefined || b === undefined) return true;
	return (
		a.bits.length === b.bits.length &&
		a.length > b.length &&
		a.bits.startsWith(b.bits.slice(0, b.length))
	);
}
