type Fields = Readonly<Record<string, unknown>>;

const metadata = (fields: Fields) => ({ name: "a", ...fields });

/** An object of any kind. */
export const object = (
	apiVersion: string,
	kind: string,
	fields: Fields,
	meta: Fields = {},
) => ({ apiVersion, kind, metadata: metadata(meta), ...fields });

export const configMap = (fields: Fields, data: Fields = {}) => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: metadata(fields),
	data,
});

const podSpec = (container: Fields, spec: Fields) => ({
	containers: [{ name: "c", image: "i:1", ...container }],
	...spec,
});

/** A valid Deployment, with the given fields of its container, pod, spec or metadata. */
export const deployment = (
	container: Fields,
	pod: Fields = {},
	spec: Fields = {},
	meta: Fields = {},
) => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: metadata(meta),
	spec: {
		selector: { matchLabels: { app: "a" } },
		template: {
			metadata: { labels: { app: "a" } },
			spec: podSpec(container, pod),
		},
		...spec,
	},
});

export const statefulSet = (meta: Fields, spec: Fields = {}) => ({
	...deployment({}, {}, { serviceName: "a", ...spec }, meta),
	kind: "StatefulSet",
});

export const service = (spec: Fields, meta: Fields = {}) => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: metadata(meta),
	spec: { selector: { a: "b" }, ports: [{ port: 80 }], ...spec },
});

const job = (pod: Fields) => ({
	template: { spec: podSpec({}, { restartPolicy: "Never", ...pod }) },
});

export const jobOf = (pod: Fields, meta: Fields = {}) => ({
	apiVersion: "batch/v1",
	kind: "Job",
	metadata: metadata(meta),
	spec: job(pod),
});

export const cronJob = (schedule: string, meta: Fields = {}) => ({
	apiVersion: "batch/v1",
	kind: "CronJob",
	metadata: metadata(meta),
	spec: { schedule, jobTemplate: { spec: job({}) } },
});

/** A valid Ingress, with the given host, path or port of its backend. */
export const ingress = ({
	host = "a.org",
	path = "/",
	port = { number: 80 } as Fields,
}) => ({
	apiVersion: "networking.k8s.io/v1",
	kind: "Ingress",
	metadata: metadata({}),
	spec: {
		rules: [
			{
				host,
				http: {
					paths: [
						{
							path,
							pathType: "Prefix",
							backend: { service: { name: "a", port } },
						},
					],
				},
			},
		],
	},
});

export const claim = (storage: string, spec: Fields = {}) => ({
	apiVersion: "v1",
	kind: "PersistentVolumeClaim",
	metadata: metadata({}),
	spec: {
		accessModes: ["ReadWriteOnce"],
		resources: { requests: { storage } },
		...spec,
	},
});

export const role = (rule: Fields, meta: Fields = {}) => ({
	apiVersion: "rbac.authorization.k8s.io/v1",
	kind: "Role",
	metadata: metadata(meta),
	rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"], ...rule }],
});
