import { readFile } from "node:fs/promises";
import { describeNeeding } from "@lab/core/testing";
import {
	immutableKinds,
	type ReadObject,
	refusedChanges,
} from "@lab/kubernetes";
import { moduleFile } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, startApiServer } from "../_api-server.ts";
import { type Update, updates } from "./_updates.ts";

const find = ({ was, is }: Update) =>
	refusedChanges(was as unknown as ReadObject, is as unknown as ReadObject);

const titled = updates.map((update) => [update.what, update] as const);

test.each(titled)("%s", (_what, update) => {
	const found = find(update);
	const { path, code } = update;
	if (code === undefined) return expect(found).toEqual([]);
	expect(found).toContainEqual({
		code,
		path,
		what: expect.stringMatching(/^(changes|shrinks) from /),
		help: expect.stringMatching(/^(give|keep) /),
	});
});

test.each(titled)(
	"%s: an unchanged object is never reported",
	(_what, update) => {
		expect(find({ ...update, is: update.was })).toEqual([]);
		expect(find({ ...update, was: update.is })).toEqual([]);
	},
);

test("every kind with immutable fields has a case", () => {
	const tried = new Set(
		updates.filter(({ code }) => code !== undefined).map(({ is }) => is.kind),
	);
	const kinds = Object.keys(immutableKinds).map((id) => id.split(".")[0]);
	expect(kinds.filter((kind) => !tried.has(kind ?? ""))).toEqual(untried);
});

/** Kinds that kubelets and the cluster itself write, and nobody puts into a bundle. */
const untried = [
	"Node",
	"IPAddress",
	"ServiceCIDR",
	"ResourceSlice",
	"VolumeAttachment",
];

describeNeeding(["go"], "Kubernetes' own code", () => {
	/** Functions that check an update but refuse no change that a manifest can make. */
	const harmless: Readonly<Record<string, string>> = {
		ValidateCertificateSigningRequestUpdate: "the spec is reset in silence",
		ValidateCertificateSigningRequestApprovalUpdate: "a subresource",
		ValidateClusterRoleUpdate: "all rules may change",
		ValidateClusterTrustBundleUpdate: "a beta kind",
		ValidateCronJobUpdate: "applies to the next Job",
		ValidateDeviceClassUpdate: "all fields may change",
		ValidateDeviceTaintRuleUpdate: "an alpha kind",
		ValidateCSINodeUpdate: "written by kubelets",
		ValidateEndpointsUpdate: "all fields may change",
		ValidateFlowSchemaUpdate: "all fields may change",
		ValidateHorizontalPodAutoscalerUpdate: "all fields may change",
		ValidateIngressUpdate: "all fields may change",
		ValidateLeaseCandidateSpecUpdate: "a beta kind",
		ValidateLeaseCandidateUpdate: "a beta kind",
		ValidateLeaseUpdate: "all fields may change",
		ValidateMutatingAdmissionPolicyBindingUpdate: "all fields may change",
		ValidateMutatingAdmissionPolicyUpdate: "all fields may change",
		ValidateMutatingWebhookConfigurationUpdate: "all fields may change",
		ValidateNamespaceFinalizeUpdate: "a subresource",
		ValidateNamespaceUpdate: "all fields may change",
		ValidateNetworkPolicyUpdate: "all fields may change",
		ValidateObjectMetaUpdate: "names make another object",
		ValidatePodCertificateRequestUpdate: "a beta kind",
		ValidatePodTemplateUpdate: "all fields may change",
		ValidateReplicationControllerUpdate: "all fields may change",
		ValidateRoleUpdate: "all rules may change",
		ValidateServiceAccountUpdate: "all fields may change",
		ValidateStorageVersionMigrationUpdate: "a beta kind",
		ValidateStorageVersionUpdate: "an alpha kind",
		ValidateValidatingAdmissionPolicyBindingUpdate: "all fields may change",
		ValidateValidatingAdmissionPolicyUpdate: "all fields may change",
		ValidateValidatingWebhookConfigurationUpdate: "all fields may change",
		ValidateWorkloadUpdate: "an alpha kind",
	};

	const groups = [
		...["admissionregistration", "apiserverinternal", "apps", "autoscaling"],
		...["batch", "certificates", "coordination", "core", "discovery"],
		...["flowcontrol", "networking", "node", "policy", "rbac", "resource"],
		...["scheduling", "storage", "storagemigration"],
	];

	const functionsOf = async (group: string) => {
		const path = `pkg/apis/${group}/validation/validation.go`;
		const file = await moduleFile("kubernetes", "k8s.io/kubernetes", path);
		const text = await readFile(file, "utf8");
		return [...text.matchAll(/^func ([vV]alidate\w*Update)\(/gm)].map(
			([, name]) => name ?? "",
		);
	};

	test("has no check of updates that the table does not know", async () => {
		const checks = (await Promise.all(groups.map(functionsOf))).flat();
		// Those of CustomResourceDefinitions are in another module.
		const known = Object.entries(immutableKinds)
			.filter(([kind]) => !kind.startsWith("CustomResourceDefinition."))
			.flatMap(([, { source }]) => source)
			.concat(Object.keys(harmless));
		expect(
			checks.filter(
				(name) =>
					/^V/.test(name) &&
					!/Status|Ephemeral|Resize/.test(name) &&
					!known.includes(name),
			),
		).toEqual([]);
		expect(known.filter((name) => !checks.includes(name))).toEqual([]);
	});
});

describeNeeding(["go"], "the real API server", () => {
	let server: ApiServer;
	beforeAll(async () => {
		server = await startApiServer();
	});
	afterAll(() => server?.stop());

	const apply = (object: unknown, ...options: string[]) =>
		server.kubectl(
			[
				...["apply", "--server-side", "--force-conflicts", "--filename=-"],
				...options,
			],
			JSON.stringify(object),
		);

	/** Binds a claim, as the controller of volumes does. */
	const bind = (name: string, storage: string) =>
		server.kubectl([
			...["patch", "pvc", name, "--subresource=status", "--type=merge"],
			`--patch=${JSON.stringify({ status: { phase: "Bound", capacity: { storage } } })}`,
		]);

	test.each(
		titled.map(([what, update], index) => [what, update, index] as const),
	)("%s", async (_what, { was, is, code, later }, index) => {
		const [first, second] = [was, is].map((object) => named(object, index));
		expect(await apply(first)).toMatchObject({ exit: 0 });
		if (was.kind === "PersistentVolumeClaim") {
			const { spec } = was as unknown as {
				spec: { resources: { requests: { storage: string } } };
			};
			await bind(`a-${index}`, spec.resources.requests.storage);
		}
		const { exit, stderr } = await apply(second, "--dry-run=server");
		const isRefused = code !== undefined && later === undefined;
		expect({ exit, stderr }).toMatchObject(
			isRefused
				? { exit: 1, stderr: expect.stringMatching(/\S/) }
				: { exit: 0 },
		);
	});
});

/** Gives each case an object of its own. */
function named<T extends { readonly kind: string }>(
	object: T,
	index: number,
): T {
	if (object.kind === "CustomResourceDefinition")
		return JSON.parse(
			JSON.stringify(object)
				.replaceAll('"things', `"things${index}`)
				.replaceAll("example.org", `example${index}.org`),
		);
	const { metadata } = object as unknown as { metadata: { name: string } };
	return {
		...object,
		metadata: { ...metadata, name: `${metadata.name}-${index}` },
	};
}
