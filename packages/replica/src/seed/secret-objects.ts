import { randomBytes } from "node:crypto";
import type { ReadObject, WrittenObject } from "@lab/kubernetes";
import { type Secret, type SecretValue, secrets } from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";

const ALPHANUMERIC =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Rejects bytes from 248 on, the largest multiple of 62 in a byte, so that all characters are equally likely. */
function alphanumeric(length: number): string {
	let text = "";
	while (text.length < length) {
		for (const byte of randomBytes(length)) {
			if (byte < 248 && text.length < length) text += ALPHANUMERIC[byte % 62];
		}
	}
	return text;
}

const asObject = ({ namespace, name }: Secret): WrittenObject => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { namespace, name },
});

/** Creates each declared Secret that does not exist; existing ones keep their values. */
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
		const existing = await api.get(asObject(secret));
		if (existing !== undefined) return decoded(existing);
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

const decoded = (object: ReadObject): Record<string, string> =>
	Object.fromEntries(
		Object.entries((object.data ?? {}) as Record<string, string>).map(
			([key, text]) => [key, Buffer.from(text, "base64").toString("utf8")],
		),
	);
