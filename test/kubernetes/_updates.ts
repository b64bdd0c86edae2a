import {
	claim,
	configMap,
	deployment,
	jobOf,
	service,
	statefulSet,
} from "./_objects.ts";

type Fields = Readonly<Record<string, unknown>>;
type Written = Fields & { readonly kind: string };

/** Two versions of an object, the second of which replaces the first. */
export interface Update {
	readonly what: string;
	readonly was: Written;
	readonly is: Written;
	/** Place of the expected finding; absent if the API server accepts the second version. */
	readonly path?: string;
	readonly code?: "immutable-change" | "shrinking-volume";
	/** Why the API server accepts a version that is reported; absent if it rejects it. */
	readonly later?: string;
}

/** Object of a kind without a helper. */
const object =
	(apiVersion: string, kind: string, base: Fields = {}) =>
	(fields: Fields): Written => ({
		apiVersion,
		kind,
		metadata: { name: "a" },
		...base,
		...fields,
	});

const storageClass = object("storage.k8s.io/v1", "StorageClass", {
	provisioner: "driver.longhorn.io",
	parameters: { numberOfReplicas: "2" },
});
const priorityClass = object("scheduling.k8s.io/v1", "PriorityClass");
const csiDriver = (spec: Fields) =>
	object("storage.k8s.io/v1", "CSIDriver", { metadata: { name: "a.b.c" } })({
		spec,
	});
const attributesClass = object("storage.k8s.io/v1", "VolumeAttributesClass", {
	driverName: "a.b.c",
	parameters: { a: "b" },
});
const binding = (name: string, roleRef: Fields = {}) =>
	object(
		"rbac.authorization.k8s.io/v1",
		"RoleBinding",
	)({
		roleRef: {
			apiGroup: "rbac.authorization.k8s.io",
			kind: "Role",
			name,
			...roleRef,
		},
		subjects: [{ kind: "ServiceAccount", name: "a", namespace: "default" }],
	});
const clusterBinding = (name: string) => ({
	...binding(name, { kind: "ClusterRole" }),
	kind: "ClusterRoleBinding",
});
const secret = object("v1", "Secret", { data: { a: "YQ==" } });
const ingressClass = (controller: string) =>
	object("networking.k8s.io/v1", "IngressClass")({ spec: { controller } });
const runtimeClass = object("node.k8s.io/v1", "RuntimeClass");
const endpointSlice = object("discovery.k8s.io/v1", "EndpointSlice", {
	endpoints: [],
});
const capacity = object("storage.k8s.io/v1", "CSIStorageCapacity", {
	storageClassName: "a",
});
const quota = (scopes: readonly string[]) =>
	object("v1", "ResourceQuota")({ spec: { hard: { pods: "1" }, scopes } });
const volume = (spec: Fields) =>
	object(
		"v1",
		"PersistentVolume",
	)({
		spec: {
			accessModes: ["ReadWriteOnce"],
			capacity: { storage: "1Gi" },
			hostPath: { path: "/a" },
			...spec,
		},
	});
const revision = object("apps/v1", "ControllerRevision", { revision: 1 });
const claimTemplate = (device: string) =>
	object(
		"resource.k8s.io/v1",
		"ResourceClaimTemplate",
	)({
		spec: {
			spec: {
				devices: {
					requests: [
						{ name: "a", exactly: { deviceClassName: device, count: 1 } },
					],
				},
			},
		},
	});
const resourceClaim = (device: string) =>
	object(
		"resource.k8s.io/v1",
		"ResourceClaim",
	)({
		spec: {
			devices: {
				requests: [
					{ name: "a", exactly: { deviceClassName: device, count: 1 } },
				],
			},
		},
	});
const pod = (container: Fields, spec: Fields = {}) =>
	object(
		"v1",
		"Pod",
	)({
		spec: { containers: [{ name: "c", image: "i:1", ...container }], ...spec },
	});
const crd = (spec: Fields = {}) =>
	object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
		metadata: { name: "things.example.org" },
	})({
		spec: {
			group: "example.org",
			scope: "Namespaced",
			names: { kind: "Thing", plural: "things" },
			versions: [crdVersion("v1", { storage: true })],
			...spec,
		},
	});
const crdVersion = (name: string, fields: Fields = {}) => ({
	name,
	served: true,
	storage: false,
	schema: {
		openAPIV3Schema: {
			type: "object",
			"x-kubernetes-preserve-unknown-fields": true,
		},
	},
	...fields,
});

const labelled = (label: string) => ({
	selector: { matchLabels: { app: label } },
	template: {
		metadata: { labels: { app: label } },
		spec: { containers: [{ name: "c", image: "i:1" }] },
	},
});
const daemonSet = (label: string) =>
	object("apps/v1", "DaemonSet")({ spec: labelled(label) });
const replicaSet = (label: string) =>
	object("apps/v1", "ReplicaSet")({ spec: labelled(label) });
const template = (
	size: string,
	spec: Fields = {},
	fields: Fields = {},
): Fields => ({
	metadata: { name: "data" },
	spec: {
		accessModes: ["ReadWriteOnce"],
		resources: { requests: { storage: size } },
		...spec,
	},
	...fields,
});
const stateful = (...volumeClaimTemplates: Fields[]) =>
	statefulSet({}, { volumeClaimTemplates });
const job = (spec: Fields, podFields: Fields = {}) => {
	const made = jobOf(podFields);
	return { ...made, spec: { ...made.spec, ...spec } };
};
const jobWith = (container: Fields, spec: Fields = {}) =>
	job({ ...spec }, { containers: [{ name: "c", image: "i:1", ...container }] });

const size = "spec.resources.requests.storage";
const inTemplate = "spec.volumeClaimTemplates[0].spec";
const inJob = "spec.template.spec.containers[0]";

type Row = readonly [what: string, was: Written, is: Written, path?: string];

const refused: readonly Row[] = [
	[
		"StorageClass: parameters",
		storageClass({}),
		storageClass({ parameters: { numberOfReplicas: "3" } }),
		"parameters.numberOfReplicas",
	],
	[
		"StorageClass: a parameter more",
		storageClass({}),
		storageClass({
			parameters: { numberOfReplicas: "2", nodeSelector: "worker" },
		}),
		"parameters.nodeSelector",
	],
	[
		"StorageClass: provisioner",
		storageClass({}),
		storageClass({ provisioner: "rancher.io/local-path" }),
		"provisioner",
	],
	[
		"StorageClass: reclaimPolicy",
		storageClass({}),
		storageClass({ reclaimPolicy: "Retain" }),
		"reclaimPolicy",
	],
	[
		"StorageClass: volumeBindingMode",
		storageClass({ volumeBindingMode: "WaitForFirstConsumer" }),
		storageClass({}),
		"volumeBindingMode",
	],
	[
		"VolumeAttributesClass: parameters",
		attributesClass({}),
		attributesClass({ parameters: { a: "c" } }),
		"parameters.a",
	],
	[
		"VolumeAttributesClass: driverName",
		attributesClass({}),
		attributesClass({ driverName: "d.e.f" }),
		"driverName",
	],
	[
		"CSIDriver: attachRequired",
		csiDriver({}),
		csiDriver({ attachRequired: false }),
		"spec.attachRequired",
	],
	[
		"CSIDriver: volumeLifecycleModes",
		csiDriver({}),
		csiDriver({ volumeLifecycleModes: ["Ephemeral"] }),
		"spec.volumeLifecycleModes[0]",
	],
	[
		"CSIStorageCapacity: storageClassName",
		capacity({}),
		capacity({ storageClassName: "b" }),
		"storageClassName",
	],
	[
		"Deployment: selector",
		deployment({}),
		deployment({}, {}, labelled("b")),
		"spec.selector.matchLabels.app",
	],
	[
		"DaemonSet: selector",
		daemonSet("a"),
		daemonSet("b"),
		"spec.selector.matchLabels.app",
	],
	[
		"ReplicaSet: selector",
		replicaSet("a"),
		replicaSet("b"),
		"spec.selector.matchLabels.app",
	],
	[
		"StatefulSet: selector",
		statefulSet({}),
		statefulSet({}, labelled("b")),
		"spec.selector.matchLabels.app",
	],
	[
		"StatefulSet: serviceName",
		statefulSet({}),
		statefulSet({}, { serviceName: "b" }),
		"spec.serviceName",
	],
	[
		"StatefulSet: podManagementPolicy",
		statefulSet({}),
		statefulSet({}, { podManagementPolicy: "Parallel" }),
		"spec.podManagementPolicy",
	],
	[
		"StatefulSet: larger claims",
		stateful(template("1Gi")),
		stateful(template("2Gi")),
		`${inTemplate}.resources.requests.storage`,
	],
	[
		"StatefulSet: class of claims",
		stateful(template("1Gi")),
		stateful(template("1Gi", { storageClassName: "b" })),
		`${inTemplate}.storageClassName`,
	],
	[
		"StatefulSet: label of claims",
		stateful(template("1Gi")),
		stateful(
			template("1Gi", {}, { metadata: { name: "data", labels: { a: "b" } } }),
		),
		"spec.volumeClaimTemplates[0].metadata.labels",
	],
	[
		"StatefulSet: another claim",
		stateful(template("1Gi")),
		stateful(template("1Gi"), template("1Gi", {}, { metadata: { name: "b" } })),
		"spec.volumeClaimTemplates",
	],
	["Job: image", jobOf({}), jobWith({ image: "i:2" }), `${inJob}.image`],
	[
		"Job: label of pods",
		jobOf({}),
		job({
			template: {
				...jobOf({}).spec.template,
				metadata: { labels: { a: "b" } },
			},
		}),
		"spec.template.metadata",
	],
	[
		"Job: completions",
		job({ completions: 1 }),
		job({ completions: 2 }),
		"spec.completions",
	],
	[
		"Job: completionMode",
		job({ completions: 1 }),
		job({ completions: 1, completionMode: "Indexed" }),
		"spec.completionMode",
	],
	[
		"Job: image while suspended",
		job({ suspend: true }),
		jobWith({ image: "i:2" }, { suspend: true }),
		`${inJob}.image`,
	],
	["RoleBinding: roleRef", binding("a"), binding("b"), "roleRef.name"],
	[
		"RoleBinding: kind of role",
		binding("a"),
		binding("a", { kind: "ClusterRole" }),
		"roleRef.kind",
	],
	[
		"ClusterRoleBinding: roleRef",
		clusterBinding("a"),
		clusterBinding("b"),
		"roleRef.name",
	],
	[
		"Service: an address for an allocated one",
		service({}),
		service({ clusterIP: "10.99.0.77" }),
		"spec.clusterIP",
	],
	[
		"Service: another address",
		service({ clusterIP: "10.99.0.78" }),
		service({ clusterIP: "10.99.0.79" }),
		"spec.clusterIP",
	],
	[
		"Service: headless from now on",
		service({}),
		service({ clusterIP: "None" }),
		"spec.clusterIP",
	],
	[
		"Service: loadBalancerClass",
		service({ type: "LoadBalancer", loadBalancerClass: "a/b" }),
		service({ type: "LoadBalancer", loadBalancerClass: "a/c" }),
		"spec.loadBalancerClass",
	],
	["Secret: type", secret({}), secret({ type: "example.org/a" }), "type"],
	[
		"Secret: data, although immutable",
		secret({ immutable: true }),
		secret({ immutable: true, data: { a: "Yg==" } }),
		"data.a",
	],
	[
		"ConfigMap: data, although immutable",
		{ ...configMap({}, { a: "1" }), immutable: true },
		{ ...configMap({}, { a: "2" }), immutable: true },
		"data.a",
	],
	[
		"ConfigMap: no longer immutable",
		{ ...configMap({}, { a: "1" }), immutable: true },
		configMap({}, { a: "1" }),
		"immutable",
	],
	[
		"PersistentVolumeClaim: class",
		claim("1Gi", { storageClassName: "a" }),
		claim("1Gi", { storageClassName: "b" }),
		"spec.storageClassName",
	],
	[
		"PersistentVolumeClaim: accessModes",
		claim("1Gi"),
		claim("1Gi", { accessModes: ["ReadWriteMany"] }),
		"spec.accessModes[0]",
	],
	[
		"PersistentVolumeClaim: volumeMode",
		claim("1Gi"),
		claim("1Gi", { volumeMode: "Block" }),
		"spec.volumeMode",
	],
	[
		"PersistentVolume: source",
		volume({}),
		volume({ hostPath: { path: "/b" } }),
		"spec.hostPath.path",
	],
	[
		"PersistentVolume: kind of source",
		volume({}),
		volume({ hostPath: undefined, nfs: { server: "s", path: "/a" } }),
		"spec.hostPath",
	],
	[
		"PriorityClass: value",
		priorityClass({ value: 1 }),
		priorityClass({ value: 2 }),
		"value",
	],
	[
		"PriorityClass: preemptionPolicy",
		priorityClass({ value: 1 }),
		priorityClass({ value: 1, preemptionPolicy: "Never" }),
		"preemptionPolicy",
	],
	[
		"IngressClass: controller",
		ingressClass("a.org/b"),
		ingressClass("a.org/c"),
		"spec.controller",
	],
	[
		"RuntimeClass: handler",
		runtimeClass({ handler: "a" }),
		runtimeClass({ handler: "b" }),
		"handler",
	],
	[
		"EndpointSlice: addressType",
		endpointSlice({ addressType: "IPv4" }),
		endpointSlice({ addressType: "FQDN" }),
		"addressType",
	],
	[
		"ResourceQuota: scopes",
		quota(["BestEffort"]),
		quota(["NotBestEffort"]),
		"spec.scopes[0]",
	],
	[
		"ControllerRevision: data",
		revision({ data: { a: 1 } }),
		revision({ data: { a: 2 } }),
		"data.a",
	],
	[
		"ResourceClaim: device",
		resourceClaim("a"),
		resourceClaim("b"),
		"spec.devices.requests[0].exactly.deviceClassName",
	],
	[
		"ResourceClaimTemplate: device",
		claimTemplate("a"),
		claimTemplate("b"),
		"spec.spec.devices.requests[0].exactly.deviceClassName",
	],
	[
		"Pod: command",
		pod({}),
		pod({ command: ["a"] }),
		"spec.containers[0].command",
	],
	[
		"CustomResourceDefinition: scope",
		crd(),
		crd({ scope: "Cluster" }),
		"spec.scope",
	],
	[
		"CustomResourceDefinition: kind",
		crd(),
		crd({ names: { kind: "Other", plural: "things" } }),
		"spec.names.kind",
	],
	[
		"CustomResourceDefinition: without the stored version",
		crd(),
		crd({ versions: [crdVersion("v2", { storage: true })] }),
		"spec.versions[0].name",
	],
];

const shrinking: readonly Row[] = [
	["PersistentVolumeClaim: smaller", claim("2Gi"), claim("1Gi"), size],
	[
		"StatefulSet: smaller claims",
		stateful(template("2Gi")),
		stateful(template("1500Mi")),
		`${inTemplate}.resources.requests.storage`,
	],
];

const accepted: readonly Row[] = [
	[
		"StorageClass: defaults, spelled out",
		storageClass({}),
		storageClass({ reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
	],
	[
		"StorageClass: expansion, options and labels",
		storageClass({}),
		storageClass({
			allowVolumeExpansion: true,
			mountOptions: ["noatime"],
			metadata: { name: "a", labels: { a: "b" } },
		}),
	],
	[
		"Deployment: everything but the selector",
		deployment({}),
		deployment({ image: "i:2" }, {}, { replicas: 3 }),
	],
	[
		"StatefulSet: template and replicas",
		stateful(template("1Gi")),
		{
			...statefulSet(
				{},
				{ replicas: 2, volumeClaimTemplates: [template("1Gi")] },
			),
		},
	],
	[
		"StatefulSet: the same size and mode, spelled differently",
		stateful(template("1Gi")),
		stateful(
			template(
				"1024Mi",
				{ volumeMode: "Filesystem" },
				{ apiVersion: "v1", kind: "PersistentVolumeClaim" },
			),
		),
	],
	[
		"StatefulSet: default policy, spelled out",
		statefulSet({}),
		statefulSet({}, { podManagementPolicy: "OrderedReady" }),
	],
	[
		"Job: parallelism, deadline and history",
		job({ completions: 1 }),
		job({
			completions: 1,
			parallelism: 2,
			backoffLimit: 1,
			ttlSecondsAfterFinished: 5,
		}),
	],
	[
		"Job: defaults, spelled out",
		jobWith({
			env: [
				{ name: "a", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
			],
			livenessProbe: { httpGet: { port: 80 } },
		}),
		job(
			{ completions: 1, completionMode: "NonIndexed" },
			{
				dnsPolicy: "ClusterFirst",
				schedulerName: "default-scheduler",
				terminationGracePeriodSeconds: 30,
				securityContext: {},
				containers: [
					{
						name: "c",
						image: "i:1",
						imagePullPolicy: "IfNotPresent",
						terminationMessagePath: "/dev/termination-log",
						terminationMessagePolicy: "File",
						env: [
							{
								name: "a",
								valueFrom: {
									fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" },
								},
							},
						],
						livenessProbe: {
							httpGet: { port: 80, path: "/", scheme: "HTTP" },
							periodSeconds: 10,
							timeoutSeconds: 1,
							successThreshold: 1,
							failureThreshold: 3,
						},
					},
				],
			},
		),
	],
	[
		"Job: default pull policies, spelled out",
		jobWith({ image: "registry.org:5000/i" }),
		jobWith({ image: "registry.org:5000/i", imagePullPolicy: "Always" }),
	],
	[
		"Job: scheduling while suspended",
		job({ suspend: true }),
		job({ suspend: true }, { nodeSelector: { a: "b" } }),
	],
	[
		"RoleBinding: subjects",
		binding("a"),
		{
			...binding("a"),
			subjects: [{ kind: "ServiceAccount", name: "b", namespace: "default" }],
		},
	],
	[
		"Service: without the address that it had",
		service({ clusterIP: "10.99.0.80" }),
		service({}),
	],
	[
		"Service: type, ports and selector",
		service({}),
		service({ type: "NodePort", ports: [{ port: 81 }], selector: { a: "c" } }),
	],
	[
		"Service: to another name",
		service({}),
		service({ type: "ExternalName", externalName: "a.org", ports: undefined }),
	],
	[
		"Service: from another name",
		service({ type: "ExternalName", externalName: "a.org", ports: undefined }),
		service({ clusterIP: "None" }),
	],
	[
		"Secret: data, and from now on immutable",
		secret({}),
		secret({ immutable: true, data: { a: "Yg==" }, type: "Opaque" }),
	],
	[
		"ConfigMap: data, and from now on immutable",
		configMap({}, { a: "1" }),
		{ ...configMap({}, { a: "2" }), immutable: true },
	],
	[
		"PersistentVolume: class and policy",
		volume({}),
		volume({
			storageClassName: "a",
			persistentVolumeReclaimPolicy: "Retain",
			volumeMode: "Filesystem",
			capacity: { storage: "2Gi" },
		}),
	],
	[
		"PersistentVolumeClaim: the same size, spelled differently",
		claim("1Gi"),
		claim("1024Mi", { volumeMode: "Filesystem" }),
	],
	[
		"PriorityClass: default policy and description",
		priorityClass({ value: 1 }),
		priorityClass({
			value: 1,
			preemptionPolicy: "PreemptLowerPriority",
			description: "a",
		}),
	],
	[
		"CSIDriver: defaults, spelled out, and other fields",
		csiDriver({}),
		csiDriver({
			attachRequired: true,
			volumeLifecycleModes: ["Persistent"],
			podInfoOnMount: true,
		}),
	],
	[
		"ResourceQuota: order of scopes",
		quota(["BestEffort", "NotTerminating"]),
		quota(["NotTerminating", "BestEffort"]),
	],
	["Pod: image", pod({}), pod({ image: "i:2" })],
	[
		"Pod: another toleration",
		pod({}),
		pod({}, { tolerations: [{ key: "a", operator: "Exists" }] }),
	],
	[
		"CustomResourceDefinition: another version",
		crd(),
		crd({
			versions: [crdVersion("v1"), crdVersion("v2", { storage: true })],
		}),
	],
];

const rows = (some: readonly Row[], code?: Update["code"]): Update[] =>
	some.map(([what, was, is, path]) => ({
		what,
		was,
		is,
		...(path !== undefined && { path }),
		...(code !== undefined && { code }),
	}));

/** Updates of every kind with immutable fields, and harmless ones that resemble them. */
export const updates: readonly Update[] = [
	...rows(refused, "immutable-change"),
	...rows(shrinking, "shrinking-volume"),
	...rows(accepted),
	{
		what: "Service: no longer headless",
		was: service({ clusterIP: "None" }),
		is: service({}),
		path: "spec.clusterIP",
		code: "immutable-change",
		later: "the API server keeps 'None' without a word",
	},
];
