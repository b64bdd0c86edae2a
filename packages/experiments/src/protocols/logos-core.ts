import type { WrittenObject } from "@lab/kubernetes";
import type { StepOf } from "@lab/record";
import { allBeforeNext, type Group } from "../group.ts";
import { imageOf, images } from "../images.ts";

/** ServiceAccount that may read and write the tokens for calling nodes. */
const ACCOUNT = "secret-creator";
const REQUESTER_SERVICE = "core-external";
const TOPIC = "/my-app/1/dst/proto";
const PORT = 8645;
const MIB = 2 ** 20;

const coreResources = {
	requests: { cpuMillis: 500, memoryBytes: 1024 * MIB },
	limits: { cpuMillis: 2000, memoryBytes: 4096 * MIB },
} satisfies Pick<Group, "requests" | "limits">;

const corePorts = [
	{ name: "http", port: PORT },
	{ name: "metrics", port: 8008 },
	{ name: "rest", port: 8080 },
] satisfies Group["ports"];

/** RBAC objects: a node writes its token to a Secret, the requester reads it and looks pods up by name. */
export const coreRbac = (namespace: string): WrittenObject[] => [
	{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: ACCOUNT } },
	{
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "Role",
		metadata: { name: ACCOUNT },
		rules: [
			{
				apiGroups: [""],
				resources: ["secrets"],
				verbs: ["create", "get", "update"],
			},
			{
				apiGroups: [""],
				resources: ["pods", "services"],
				verbs: ["get", "list", "watch"],
			},
		],
	},
	{
		apiVersion: "rbac.authorization.k8s.io/v1",
		kind: "RoleBinding",
		metadata: { name: ACCOUNT },
		roleRef: {
			apiGroup: "rbac.authorization.k8s.io",
			kind: "Role",
			name: ACCOUNT,
		},
		subjects: [{ kind: "ServiceAccount", name: ACCOUNT, namespace }],
	},
];

/** Group of Logos core nodes, which idle until they are initialised over REST. */
export const coreNodes = (
	role: "bootstrap" | "relay",
	nodes: number,
	image: string,
): Group => ({
	name: `${role}-nodes-0`,
	kind: "StatefulSet",
	image: imageOf(image),
	container: "logoscore-0",
	service: `core-${role}`,
	args: [],
	env: {},
	ports: corePorts,
	...coreResources,
	replicas: nodes,
	wave: allBeforeNext,
	pod: {
		env: { POD_UID: "metadata.uid" },
		account: ACCOUNT,
		searches: ["core-relay", "core-bootstrap"],
	},
});

/** Proxy that holds the nodes' tokens and forwards calls to the nodes. */
export const requester: Group = {
	name: "logoscore-requester",
	kind: "StatefulSet",
	image: imageOf(images.logosRequester),
	container: "pod-api-requester-container",
	service: REQUESTER_SERVICE,
	command: ["python", "/app/api_requester.py"],
	args: ["--mode=server", "--config=/mount/config.yaml"],
	env: {},
	ports: corePorts,
	...coreResources,
	replicas: 1,
	wave: allBeforeNext,
	pod: {
		account: ACCOUNT,
		searches: [REQUESTER_SERVICE, "core-bootstrap", "core-relay"],
		security: { runAsUser: 0 },
		files: {
			"/mount/config.yaml":
				"targets: []\nendpoints: []\nrequests: []\nactions: []\n",
		},
		ready: {
			check: { tcpPort: PORT },
			initialDelaySeconds: 2,
			periodSeconds: 2,
		},
	},
};

/** Target of a requester's call: one node. */
const target = (name: string, node: string, service: string) => ({
	kind: "config",
	value: {
		name,
		service,
		name_template: `^${node}$`,
		stateful_set: null,
		port: PORT,
	},
});

/** `POST /logoscore/call` of the requester: makes one node send a message. */
export const sendRequest = (
	node: string,
	service: string,
): StepOf<"publish">["request"] => ({
	port: "http",
	path: "/logoscore/call",
	body: {
		target: target("send", node, service),
		params: {
			module: "delivery_module",
			function: "send",
			params: [TOPIC, "$payload"],
		},
	},
	idFrom: { kind: "log" },
});

const nodeConfig = {
	mode: "Core",
	clusterId: 42,
	relay: "true",
	tcpPort: 60_000,
	numShardsInNetwork: 8,
	maxMessageSize: "150KiB",
	logLevel: "INFO",
	logFormat: "TEXT",
};

/** Pod that initialises, starts and subscribes all nodes once. It is ready when this is done. */
export const initialiser = (first: Group, relays: Group): Group => ({
	name: "initialiser",
	kind: "StatefulSet",
	image: imageOf(images.nwaku),
	container: "initialiser",
	service: REQUESTER_SERVICE,
	command: ["bash", "-eu", "-c"],
	args: [script(first, relays)],
	env: {},
	ports: [],
	requests: { cpuMillis: 50, memoryBytes: 64 * MIB },
	replicas: 1,
	wave: { size: 1, ready: 0, pauseMs: 0 },
	pod: {
		ready: {
			check: { command: ["test", "-f", "/tmp/done"] },
			initialDelaySeconds: 2,
			periodSeconds: 2,
		},
	},
});

const script = (first: Group, relays: Group): string => {
	const service = (group: Group) => group.service ?? "";
	const each = (group: Group, ...lines: string[]) => [
		`for (( i = 0; i < ${group.replicas}; i++ )); do`,
		`  at=$(jq -nc --arg node "${group.name}-$i" '${JSON.stringify(target("setup", "NODE", service(group)))} | .value.name_template = "^" + $node + "$"')`,
		...lines.map((line) => `  ${line}`),
		"done",
	];
	const call = (name: string, params: string) =>
		`ask call "$(jq -nc --argjson target "$at" --argjson params ${params} '{target: $target, params: {module: "delivery_module", function: "${name}", params: $params}}')"`;
	return [
		`ask() { curl -sf -X POST "http://${requester.name}-0.${REQUESTER_SERVICE}:${PORT}/logoscore/$1" -H 'content-type: application/json' -d "$2"; }`,
		`config='${JSON.stringify(nodeConfig)}'`,
		"entries='[]'",
		"rm -f /tmp/done",
		...each(
			first,
			`ask init "$(jq -nc --argjson target "$at" '{target: $target}')"`,
			call("createNode", '"$config"'),
			`told=$(${call("getNodeInfo", "'\"MyMultiaddresses\"'")})`,
			'ip=$(echo "$told" | jq -r .request.target.ip)',
			`entry=$(echo "$told" | jq -r '.response.text | fromjson | .value' | sed "s/127\\.0\\.0\\.1/$ip/")`,
			`entries=$(echo "$entries" | jq -c --arg entry "$entry" '. + [$entry]')`,
		),
		...each(
			relays,
			`ask init "$(jq -nc --argjson target "$at" '{target: $target}')"`,
			call(
				"createNode",
				`"$(echo "$config" | jq -c --argjson entries "$entries" '. + {entryNodes: $entries}')"`,
			),
		),
		...[first, relays].flatMap((group) => each(group, call("start", "null"))),
		...each(relays, call("subscribe", `'${JSON.stringify(TOPIC)}'`)),
		"touch /tmp/done",
		"sleep infinity",
	].join("\n");
};
