import type { ReadObject } from "@lab/kubernetes";
import type { Action, Step } from "./adoption.ts";

interface IngressSpec {
	readonly tls?: readonly {
		readonly hosts?: readonly string[];
		readonly secretName?: string;
	}[];
}

/** Pairs of host and Secret of an Ingress's certificates. */
const certificatesOf = ({ spec }: ReadObject) =>
	((spec as IngressSpec | undefined)?.tls ?? []).flatMap(
		({ hosts = [], secretName }) =>
			secretName === undefined
				? []
				: hosts.map((host) => ({ host, secretName })),
	);

const secretKey = (namespace: string, name: string) => ({
	apiVersion: "v1",
	kind: "Secret",
	metadata: { namespace, name },
});

/** Annotation by which cert-manager recognizes the Secret of its Certificate, which has the Secret's name. */
const CERTIFICATE_NAME = "cert-manager.io/certificate-name";

/** Certificates get the names of our endpoints; copies spare the hosts a time without one, and Let's Encrypt's weekly limit. */
export const certificates: Step = {
	name: "certificates",
	purpose: "hosts keep their certificates under the Secrets' new names",
	async plan({ cluster, bundles }) {
		const existing = await cluster.list("networking.k8s.io/v1", "Ingress");
		const wanted = bundles.flatMap(({ namespace, objects }) =>
			objects
				.filter(({ kind }) => kind === "Ingress")
				.flatMap((ingress) =>
					certificatesOf(ingress).map((pair) => ({
						...pair,
						namespace: ingress.metadata.namespace ?? namespace,
					})),
				),
		);
		const plans = wanted.map(
			async ({ host, secretName, namespace }): Promise<Action[]> => {
				const target = secretKey(namespace, secretName);
				if ((await cluster.get(target)) !== undefined) return [];
				const found = await certificateFor(host);
				if (found === undefined || !(await exists(namespace))) return [];
				return [
					{
						what: `copy the certificate of ${host} from ${found.from} to Secret ${namespace}/${secretName}`,
						why: "otherwise the host has none until Let's Encrypt has issued another one",
						act: async () => {
							await cluster.create({
								...target,
								metadata: {
									...target.metadata,
									annotations: {
										...found.annotations,
										[CERTIFICATE_NAME]: secretName,
									},
								},
								type: "kubernetes.io/tls",
								data: found.data,
							});
						},
					},
				];
			},
		);
		return (await Promise.all(plans)).flat();

		async function exists(name: string): Promise<boolean> {
			const key = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
			return (await cluster.get(key)) !== undefined;
		}

		async function certificateFor(host: string) {
			for (const ingress of existing)
				for (const one of certificatesOf(ingress)) {
					const { namespace = "default" } = ingress.metadata;
					if (one.host !== host) continue;
					const secret = await cluster.get(
						secretKey(namespace, one.secretName),
					);
					if (secret?.type !== "kubernetes.io/tls") continue;
					return {
						from: `${namespace}/${one.secretName}`,
						data: secret.data,
						annotations: onlyCertManagers(secret),
					};
				}
			return undefined;
		}
	},
};

const onlyCertManagers = ({ metadata }: ReadObject): Record<string, string> =>
	Object.fromEntries(
		Object.entries(metadata.annotations ?? {}).filter(([key]) =>
			key.startsWith("cert-manager.io/"),
		),
	);
