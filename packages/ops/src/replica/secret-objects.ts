import { randomBytes } from "node:crypto";
import { type Secret, type SecretValue, secrets } from "@lab/lab";
import type { KubeApi, KubeObject } from "./kube-api.ts";

const ALPHANUMERIC =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** 248 is the largest multiple of 62 in a byte: beyond it letters would not be equally likely. */
function alphanumeric(length: number): string {
	let text = "";
	while (text.length < length) {
		for (const byte of randomBytes(length)) {
			if (byte < 248 && text.length < length) text += ALPHANUMERIC[byte % 62];
		}
	}
	return text;
}

const asObject = ({ namespace, name }: Secret): KubeObject => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { namespace, name },
});

/** Creates each declared Secret that is not there yet; one that is keeps its values. */
export async function createSecrets(api: KubeApi): Promise<void> {
	const values = new Map<Secret, Promise<Record<string, string>>>();
	const valuesOf = (secret: Secret): Promise<Record<string, string>> => {
		const known = values.get(secret);
		if (known !== undefined) return known;
		const promise = ensure(secret);
		values.set(secret, promise);
		return promise;
	};
	const ensure = async (secret: Secret): Promise<Record<string, string>> => {
		const there = await api.get(asObject(secret));
		if (there !== undefined) return decoded(there);
		const made: Record<string, string> = {};
		for (const [key, value] of Object.entries(secret.keys))
			made[key] = await make(value);
		await api.create({ ...asObject(secret), stringData: made });
		return made;
	};
	const make = async (value: SecretValue): Promise<string> => {
		if (value.how === "operator") return value.local;
		if (value.how === "same")
			return (await valuesOf(value.as.secret))[value.as.key] ?? "";
		return value.charset === "hex"
			? randomBytes(Math.ceil(value.length / 2))
					.toString("hex")
					.slice(0, value.length)
			: alphanumeric(value.length);
	};
	await Promise.all(Object.values(secrets).map(valuesOf));
}

const decoded = (object: KubeObject): Record<string, string> =>
	Object.fromEntries(
		Object.entries((object.data ?? {}) as Record<string, string>).map(
			([key, text]) => [key, Buffer.from(text, "base64").toString("utf8")],
		),
	);
