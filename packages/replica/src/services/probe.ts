import { readFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";

/** Address at which a program reports that it is ready. */
export interface ReadinessProbe {
	readonly url: string;
	/** Client certificate, for servers that require one. */
	readonly cert?: { readonly crt: string; readonly key: string };
}

/** @returns whether the address answers with 2xx within 2 s */
export async function answers({ url, cert }: ReadinessProbe): Promise<boolean> {
	const identity =
		cert === undefined
			? {}
			: {
					cert: await readFile(cert.crt).catch(() => undefined),
					key: await readFile(cert.key).catch(() => undefined),
				};
	return new Promise((answer) => {
		const get = url.startsWith("https") ? https.get : http.get;
		// The servers are our own, on loopback, with self-signed certificates.
		const options = {
			agent: false,
			timeout: 2000,
			rejectUnauthorized: false,
			...identity,
		} as const;
		const request = get(url, options, (response) => {
			response.resume();
			const status = response.statusCode ?? 0;
			answer(status >= 200 && status < 300);
		});
		request
			.once("timeout", () => request.destroy())
			.once("error", () => answer(false));
	});
}
