import type { WrittenObject } from "@lab/kubernetes";
import { defineExperiment } from "../../experiment.ts";
import { inWaves } from "../../group.ts";
import { imageOf, images } from "../../images.ts";
import { duration, text } from "../../parameter.ts";
import { observationDraft } from "../../protocols/nomos.ts";
import { nodesOf } from "../../protocols/waku-parameters.ts";

/** First port of the first node. Each node uses two ports. */
const FIRST_PORT = 31_000;
const MIB = 2 ** 20;
const CONFIG = "/state/user_config.yaml";

/** The lab's nodes in the public test network, reachable from outside. */
export const nomosDevnet = defineExperiment({
	name: "nomos-devnet",
	purpose:
		"nodes of the lab join the Logos blockchain's public test network and stay in sync",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("nodes", 1, 10),
		peers: text({
			default: [
				"/ip4/65.109.51.37/udp/3000/quic-v1/p2p/12D3KooWFrouXfmrR4nsLMtE7wu15DoMJ6VtoUtHinREZCvbWHar",
				"/ip4/65.109.51.37/udp/3001/quic-v1/p2p/12D3KooWJRGau8M1rjT7R5e4YYsgdFhsMX35nRDtMwCDjxQkXAHz",
			].join(","),
			meaning: "addresses of the initial peers, separated by commas",
		}),
		image: text({ default: images.nomosDevnet, meaning: "image of the nodes" }),
		length: duration({
			default: "3600s",
			min: "60s",
			max: "24h",
			meaning: "how long the nodes are watched",
		}),
	},
	draft: (p) =>
		observationDraft(
			p.length,
			[
				{
					name: "dst-node",
					kind: "StatefulSet",
					image: imageOf(p.image),
					container: "nomos",
					service: "nomos",
					command: ["/bin/sh", "-eu", "-c"],
					args: [script(p.peers.split(","))],
					env: {},
					ports: [],
					requests: { cpuMillis: 2000, memoryBytes: 1024 * MIB },
					limits: { cpuMillis: 4000, memoryBytes: 4096 * MIB },
					replicas: p.nodes,
					wave: inWaves,
					pod: {
						env: { HOST_IP: "status.hostIP" },
						spread: true,
						shared: ["/state"],
						ready: {
							check: {
								command: [
									"/bin/sh",
									"-c",
									'logoscore call blockchain_module get_cryptarchia_info | jq -r .result.value | jq -e \'.cryptarchia_info.state == "Online" or .mode == "Online" or .mode.Started == "Online"\'',
								],
							},
							initialDelaySeconds: 10,
							periodSeconds: 5,
							timeoutSeconds: 3,
							failureThreshold: 12,
						},
					},
				},
			],
			Array.from({ length: p.nodes }, (_, ordinal) => nodePorts(ordinal)),
		),
});

/** NodePort Service that makes one node reachable through the same ports of every machine. */
function nodePorts(ordinal: number): WrittenObject {
	const at = FIRST_PORT + 2 * ordinal;
	return {
		apiVersion: "v1",
		kind: "Service",
		metadata: { name: `dst-node-${ordinal}` },
		spec: {
			type: "NodePort",
			selector: { "statefulset.kubernetes.io/pod-name": `dst-node-${ordinal}` },
			ports: [
				{
					name: "swarm",
					protocol: "UDP",
					port: at,
					targetPort: at,
					nodePort: at,
				},
				{
					name: "blend",
					protocol: "UDP",
					port: at + 1,
					targetPort: at + 1,
					nodePort: at + 1,
				},
			],
		},
	};
}

/** Shell script that starts the daemon, generates a configuration, corrects its ports and starts the chain. */
const script = (peers: readonly string[]): string =>
	[
		`swarm=$(( ${FIRST_PORT} + 2 * $(hostname | awk -F- '{print $NF}') ))`,
		"blend=$(( swarm + 1 ))",
		"logoscore -m /opt/logos/modules -D &",
		"daemon=$!",
		"until logoscore load-module blockchain_module; do sleep 2; done",
		`if [ ! -f ${CONFIG} ]; then`,
		`  logoscore call blockchain_module generate_user_config '${JSON.stringify({ initial_peers: peers })}' --external-address "/ip4/$HOST_IP/udp/$swarm/quic-v1"`,
		`  sed -e "s|net_port: .*|net_port: $swarm|" -e "s|blend_addr: .*|blend_addr: "/ip4/0.0.0.0/udp/$blend/quic-v1"|" /user_config.yaml > ${CONFIG}`,
		"  cp /keystore.yaml /state/ 2>/dev/null || true",
		"fi",
		`logoscore call blockchain_module start ${CONFIG} ""`,
		"wait $daemon",
	].join("\n");
