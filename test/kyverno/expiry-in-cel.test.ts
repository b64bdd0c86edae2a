import { components, renderLab } from "@lab/components";
import { describeNeeding } from "@lab/core/testing";
import { environments } from "@lab/lab";
import { labels } from "@lab/record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer, until } from "../_api-server.ts";

/** Conditions of the policy that deletes what has expired. */
const conditions = renderLab(components, environments.vaclab)
	.bundles.filter(({ name }) => name === "kyverno-policies")
	.flatMap(({ objects }) =>
		objects.filter(({ kind }) => kind === "DeletingPolicy"),
	)
	.flatMap(({ spec }) => (spec as unknown as Deletion).conditions)
	.map(
		// The API server's CEL has no clock.
		({ expression }) =>
			`(${expression.replace("time.now()", 'timestamp("2026-06-01T00:00:00Z")')})`,
	);

interface Deletion {
	readonly conditions: readonly { readonly expression: string }[];
}

const EXPIRED = "it would be deleted";
const rules = {
	apiVersion: "admissionregistration.k8s.io/v1",
	kind: "ValidatingAdmissionPolicy",
	metadata: { name: "expiry" },
	spec: {
		failurePolicy: "Fail",
		matchConstraints: {
			resourceRules: [
				{
					apiGroups: [""],
					apiVersions: ["v1"],
					operations: ["CREATE", "UPDATE"],
					resources: ["namespaces", "pods"],
				},
			],
		},
		validations: [
			// Alone, since '&&' hides an error if the other side is false; Kyverno does not.
			...conditions.map((expression) => ({
				expression: `${expression} ? true : true`,
				message: "never",
			})),
			{ expression: `!(${conditions.join(" && ")})`, message: EXPIRED },
		],
	},
};
const binding = {
	apiVersion: "admissionregistration.k8s.io/v1",
	kind: "ValidatingAdmissionPolicyBinding",
	metadata: { name: "expiry" },
	spec: { policyName: "expiry", validationActions: ["Deny"] },
};

const expiring = (expires: string | undefined) => ({
	labels: { [labels.experiment]: "some" },
	...(expires !== undefined && {
		annotations: { [labels.expires]: expires },
	}),
});

const PAST = "2024-02-29T12:00:00Z";

describeNeeding(["go"], "the expiry of experiments, in a real CEL", () => {
	let server: ApiServer;

	const written = async (object: object) => {
		const { exit, stderr } = await server.kubectl(
			["apply", "--server-side", "--dry-run=server", "--filename=-"],
			JSON.stringify(object),
		);
		return exit === 0 ? "kept" : stderr;
	};
	const namespace = (name: string, expires?: string) =>
		written({
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name, ...expiring(expires) },
		});
	const pod = (where: string, expires: string) =>
		written({
			apiVersion: "v1",
			kind: "Pod",
			metadata: { name: "some", namespace: where, ...expiring(expires) },
			spec: { containers: [{ name: "main", image: "some:1.0.0" }] },
		});

	beforeAll(async () => {
		server = await startApiServer();
		for (const object of [rules, binding]) {
			const { exit, stderr } = await server.kubectl(
				["create", "--filename=-"],
				JSON.stringify(object),
			);
			expect([exit, stderr]).toEqual([0, ""]);
		}
		await until("the policy", async () =>
			(await namespace("past", PAST)).includes(EXPIRED),
		);
	}, 120_000);

	afterAll(() => server?.stop());

	test.each([
		PAST,
		"2024-02-29T12:00:00.123456789Z",
		"2024-02-29T12:00:00+02:00",
		"2026-05-31T23:59:59Z",
		"2026-06-01T01:00:00+02:00",
	])("%s has passed", async (time) => {
		expect(await namespace("some", time)).toContain(EXPIRED);
		expect(await pod("default", time)).toContain(EXPIRED);
	});

	test.each([
		...["2099-12-31T23:59:59Z", "2026-06-01T00:00:01Z"],
		...["", "soon", "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z"],
		...["2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z"],
		...["2024-01-01T00:00:60Z", "2024-01-01", "2024-01-01 00:00:00Z"],
		...["2024-1-1T0:0:0Z", "0", "0000-01-01T00:00:00Z", `${PAST}x`],
		...["9999-12-31T23:59:59-23:59", "2024-04-31T00:00:00Z", `${PAST}\n`],
	])("%j keeps its object, without an error", async (time) => {
		expect(await namespace("some", time)).toBe("kept");
	});

	test("an object without a time is kept", async () => {
		expect(await namespace("some")).toBe("kept");
	});

	test.each(["kube-system", "default", "kyverno", "cattle-system"])(
		"the namespace %s never expires",
		async (name) => {
			expect(await namespace(name, PAST)).toBe("kept");
		},
	);

	test("pods of the lab's own namespaces never expire", async () => {
		expect(await pod("kube-system", PAST)).toBe("kept");
	});
});
