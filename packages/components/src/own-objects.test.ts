import type { ReadObject } from "@lab/kubernetes";
import {
	type Endpoint,
	endpoints,
	environments,
	labNamespaces,
	stores,
} from "@lab/lab";
import { RUNS_NAMESPACE } from "@lab/record";
import { describe, expect, test } from "vitest";
import { renderLab } from "./lab-tree.ts";
import { components } from "./registry.ts";

interface Container {
	readonly name: string;
	readonly securityContext?: Readonly<Record<string, unknown>>;
	readonly resources?: { readonly limits?: object };
}

/** All containers in an object, at any depth. */
function containersIn(value: unknown): Container[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		/^(init|ephemeral)?containers$/i.test(key) && Array.isArray(inner)
			? (inner as Container[])
			: containersIn(inner),
	);
}

interface StorePolicy {
	readonly ingress: readonly {
		readonly from: readonly {
			readonly namespaceSelector: {
				readonly matchExpressions: readonly { values: string[] }[];
			};
		}[];
	}[];
}

const workloads = [
	...["CronJob", "DaemonSet", "Deployment", "Job", "Pod"],
	...["ReplicaSet", "StatefulSet"],
];

describe.each(Object.values(environments))("in $name, our own", (env) => {
	const { bundles } = renderLab(components, env);
	const objects = bundles.flatMap((bundle) => bundle.objects);
	const ofKind = (kind: string) =>
		objects.filter((object) => object.kind === kind);
	const containers = objects
		.filter(({ kind }) => workloads.includes(kind))
		.flatMap((object) =>
			containersIn(object.spec).map((container) => ({
				...container,
				where: `${object.kind} ${object.metadata.name}: ${container.name}`,
			})),
		);

	test("containers have no capabilities, and only the usual system calls", () => {
		expect(containers.length).toBeGreaterThan(2);
		for (const { where, securityContext } of containers)
			expect(securityContext, where).toMatchObject({
				allowPrivilegeEscalation: false,
				capabilities: { drop: ["ALL"] },
				seccompProfile: { type: "RuntimeDefault" },
			});
	});

	test("containers have limits, where the environment reserves any", () => {
		for (const { where, resources } of containers)
			if (env.reserves)
				expect(resources?.limits, where).toMatchObject({
					cpu: expect.anything(),
					memory: expect.anything(),
				});
	});

	test("endpoints without a login serve only their path, and never a token without TLS", () => {
		for (const endpoint of Object.values<Endpoint>(endpoints)) {
			const ingress = ofKind("Ingress").find(
				({ metadata }) => metadata.name === endpoint.name,
			);
			if (ingress === undefined) continue;
			if (endpoint.auth === "none") {
				const middlewares = routerOf(ingress, "middlewares") ?? "";
				const others = pathsOf(ingress).filter(
					({ path, pathType }) =>
						path !== endpoint.path &&
						// The root is only redirected.
						!(
							path === "/" &&
							pathType === "Exact" &&
							middlewares.includes(`${endpoint.name}-start@`)
						),
				);
				expect(others, endpoint.name).toEqual([]);
			}
			if (endpoint.auth === "token" && env.web.scheme === "https")
				expect(routerOf(ingress, "entrypoints")).toBe("websecure");
		}
	});

	test("limits of Traefik are per remote address, or for all clients, never per forwarded address", () => {
		const limits = ofKind("Middleware").filter(({ spec }) =>
			/rateLimit|inFlightReq/.test(JSON.stringify(spec)),
		);
		expect(limits.length).toBeGreaterThan(2);
		expect(JSON.stringify(limits)).not.toMatch(/ipStrategy|X-Forwarded/);
	});

	test.each(Object.values(stores).map(({ namespace }) => namespace))(
		"stores in %s admit only the lab and its runners",
		(namespace) => {
			const policies = ofKind("NetworkPolicy").filter(
				({ metadata }) => metadata.namespace === namespace,
			);
			expect(policies).toHaveLength(1);
			expect(policies).toMatchObject([
				{ spec: { podSelector: {}, policyTypes: ["Ingress"] } },
			]);
			const admitted = policies.flatMap(({ spec }) =>
				(spec as StorePolicy).ingress.flatMap(({ from }) =>
					from.flatMap(({ namespaceSelector }) =>
						namespaceSelector.matchExpressions.flatMap(({ values }) => values),
					),
				),
			);
			expect(admitted).toEqual([...labNamespaces, RUNS_NAMESPACE].sort());
			// Engineers, and whoever has no namespace, run experiments there.
			expect(admitted).not.toContain("default");
		},
	);

	test("no storage class is the default beside k3s's own", () => {
		const isDefault = "is-default-class";
		expect(JSON.stringify(ofKind("StorageClass"))).not.toContain(isDefault);
		for (const { fleetYaml } of bundles) {
			const { chart, values } = fleetYaml.helm ?? {};
			if (chart === "longhorn")
				expect(values).toMatchObject({ persistence: { defaultClass: false } });
		}
	});
});

const routerOf = ({ metadata }: ReadObject, name: string) =>
	metadata.annotations?.[`traefik.ingress.kubernetes.io/router.${name}`];

const pathsOf = ({ spec }: ReadObject) =>
	(
		spec as {
			rules: { http: { paths: { path: string; pathType: string }[] } }[];
		}
	).rules.flatMap(({ http }) => http.paths);
