import { nodesIn } from "@lab/record";
import { defineExperiment } from "../../experiment.ts";
import { allBeforeNext, type Group, type SideContainer } from "../../group.ts";
import { imageOf, images } from "../../images.ts";
import { count, text } from "../../parameter.ts";
import {
	bootstraps,
	flagArguments,
	relayFlags,
	relayRequest,
	wakuNodes,
} from "../../protocols/waku.ts";
import { nodesOf, wakuTraffic } from "../../protocols/waku-parameters.ts";
import { wakuRun } from "../../protocols/waku-run.ts";
import { anvilMnemonic, membershipPassword } from "../../public-values.ts";
import { publish } from "../../traffic.ts";

/** Chain id of anvil's chain, as the contracts expect it. */
const CHAIN = 59_141;
const CLUSTER = 66;
const RPC = "http://anvil-rpc:8545";
const KEYS = "/rln";
const MIB = 2 ** 20;

/** Relays that register RLN memberships on a private chain. */
export const rln = defineExperiment({
	name: "rln",
	purpose:
		"relay nodes with RLN (rate limits by zero-knowledge proofs) register and reach each other",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("relay nodes", 20, 1000),
		registrations: count({
			default: 1,
			min: 1,
			max: 1000,
			unit: "memberships",
			meaning:
				"number of memberships that each node registers before it starts",
		}),
		limit: count({
			default: 20,
			min: 1,
			max: 600,
			unit: "messages",
			meaning:
				"number of messages that a node may publish per epoch of ten minutes",
		}),
		image: text({
			default: images.nwakuRln,
			meaning: "image of all wakunodes",
		}),
		...wakuTraffic,
		messages: { ...wakuTraffic.messages, default: 5 },
	},
	draft(p, { namespace, draw }) {
		const network = { "cluster-id": CLUSTER, rendezvous: false };
		const membership = {
			"rln-relay-eth-client-address": RPC,
			"rln-relay-eth-contract-address": "$RLN_CONTRACT_ADDRESS",
			"rln-relay-cred-password": membershipPassword,
			"rln-relay-user-message-limit": p.limit,
			"rln-relay-chain-id": CHAIN,
			"rln-relay-epoch-sec": 600,
		};
		const nodes = wakuNodes({
			name: "rln-0",
			service: "rln-nodes",
			nodes: p.nodes,
			image: p.image,
			flags: {
				...relayFlags,
				"max-connections": 250,
				...network,
				shard: 0,
				"rln-relay": true,
				"rln-relay-dynamic": true,
				...membership,
				"rln-relay-cred-path": `${KEYS}/keystore-1.json`,
			},
			enrs: 1,
			initContainers: [deriveKey, fetchContract],
			setup: [
				"set -e",
				`. ${KEYS}/contract.env`,
				`for i in $(seq 1 ${p.registrations}); do`,
				`  /usr/bin/wakunode generateRlnKeystore ${flagArguments({
					...membership,
					"rln-relay-eth-private-key": `$(cat ${KEYS}/private.key)`,
					"rln-relay-cred-path": `${KEYS}/keystore-$i.json`,
				}).join(" ")} --execute`,
				"done",
			],
			sidecars: [balanceWatcher],
			shared: [KEYS],
			ready: {
				check: { httpPath: "/health", port: 8008 },
				initialDelaySeconds: 10,
				periodSeconds: 5,
				failureThreshold: 3,
			},
			resources: {
				requests: { cpuMillis: 200, memoryBytes: 128 * MIB },
				limits: { cpuMillis: 500, memoryBytes: 600 * MIB },
			},
			namespace,
		});
		const topic = `/waku/2/rs/${CLUSTER}/0`;
		const run = wakuRun(p, {
			groups: [
				anvil,
				contract(p.nodes),
				bootstraps({
					nodes: 1,
					image: p.image,
					flags: { "rest-admin": true, ...network },
					namespace,
				}),
				nodes,
			],
			meshed: [nodes],
			traffic: [
				publish({
					name: "traffic",
					atMs: 0,
					topic,
					sizeBytes: p.size,
					messages: p.messages,
					everyMs: p.every,
					// The node generates a proof for each message.
					timeoutMs: 60_000,
					request: relayRequest(topic),
					publishers: nodesIn(nodes),
					draw,
				}),
			],
		});
		// Nodes register their memberships before they start.
		return { ...run, settleWithinMs: 600_000 + p.registrations * 60_000 };
	},
});

const anvil: Group = {
	name: "anvil",
	kind: "StatefulSet",
	image: imageOf(images.foundry),
	container: "anvil",
	service: "anvil-rpc",
	command: ["anvil"],
	args: [
		"--host",
		"0.0.0.0",
		"--port",
		"8545",
		"--chain-id",
		String(CHAIN),
		"--gas-limit=300000000000000",
		"--disable-min-priority-fee",
		"--balance",
		"1000000000000",
	],
	env: {},
	ports: [{ name: "rpc", port: 8545 }],
	requests: { cpuMillis: 500, memoryBytes: 512 * MIB },
	limits: { cpuMillis: 4000, memoryBytes: 2048 * MIB },
	replicas: 1,
	wave: allBeforeNext,
	pod: {
		ready: {
			check: { tcpPort: 8545 },
			initialDelaySeconds: 3,
			periodSeconds: 3,
			failureThreshold: 5,
		},
	},
};

/** Pod that deploys the contracts, funds the nodes' accounts and serves the contracts' addresses over HTTP. */
const contract = (nodes: number): Group => ({
	name: "contract",
	kind: "StatefulSet",
	image: imageOf(images.rlnContract),
	container: "contract",
	service: "rln-contract",
	command: ["bash", "-c"],
	args: [
		[
			"set -eo pipefail",
			"/entrypoint.sh | tee /tmp/said",
			"grep -E '^(RLN|TOKEN)_[A-Z_]+=' /tmp/said > /tmp/contract.env",
			`exec node -e 'const {readFileSync} = require("fs"); require("http").createServer((_, answer) => answer.end(readFileSync("/tmp/contract.env"))).listen(8080)'`,
		].join("\n"),
	],
	env: { RPC_URL: RPC, MNEMONIC: anvilMnemonic, NUM_PODS: String(nodes) },
	ports: [{ name: "http", port: 8080 }],
	requests: { cpuMillis: 500, memoryBytes: 512 * MIB },
	replicas: 1,
	wave: allBeforeNext,
	pod: {
		ready: {
			check: { httpPath: "/", port: 8080 },
			initialDelaySeconds: 5,
			periodSeconds: 5,
		},
	},
});

/** Derives a node's key. Key 0 belongs to the deployer of the contracts, so a node uses its ordinal plus 1. */
const deriveKey: SideContainer = {
	name: "derive-key",
	image: images.foundry,
	command: ["sh", "-c"],
	args: [
		`cast wallet private-key --mnemonic "$MNEMONIC" --mnemonic-index $(( $(hostname | awk -F- '{print $NF}') + 1 )) | awk '{print $NF}' > ${KEYS}/private.key`,
	],
	env: { MNEMONIC: anvilMnemonic },
};

const fetchContract: SideContainer = {
	name: "fetch-contract",
	image: images.getEnr,
	command: [
		"curl",
		"-sf",
		"--retry",
		"60",
		"--retry-connrefused",
		"-o",
		`${KEYS}/contract.env`,
		"http://rln-contract:8080/",
	],
};

const balanceWatcher: SideContainer = {
	name: "balance-watcher",
	image: images.foundry,
	command: ["sh", "-c"],
	args: [
		[
			`. ${KEYS}/contract.env`,
			`address=$(cast wallet address --private-key "$(cat ${KEYS}/private.key)")`,
			"while :; do",
			`  echo "balance=$(cast balance "$address" --rpc-url ${RPC}) allowance=$(cast call "$TOKEN_CONTRACT_ADDRESS" 'allowance(address,address)' "$address" "$RLN_CONTRACT_ADDRESS" --rpc-url ${RPC})"`,
			"  sleep 30",
			"done",
		].join("\n"),
	],
	requests: { cpuMillis: 50, memoryBytes: 64 * MIB },
	limits: { cpuMillis: 200, memoryBytes: 128 * MIB },
};
