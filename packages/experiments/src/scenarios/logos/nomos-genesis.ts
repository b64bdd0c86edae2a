import { defineExperiment } from "../../experiment.ts";
import { inWaves } from "../../group.ts";
import { imageOf, images } from "../../images.ts";
import { duration, text } from "../../parameter.ts";
import { nomosPorts, nomosResources, watched } from "../../protocols/nomos.ts";
import { nodesOf } from "../../protocols/waku-parameters.ts";

const SERVICE = "nomos";
const CONFIG = "/etc/nomos";
/** Between the nodes' own files, when a person gives them. */
const SEPARATOR = "\n---\n";
const NONE = "none";

/** A chain of its own from its first block, with validators and blend nodes. */
export const nomosGenesis = defineExperiment({
	name: "nomos-genesis",
	purpose:
		"nodes of the Logos blockchain start a chain from its genesis and keep it going",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("nodes", 10, 100),
		deployment: text({
			default: NONE,
			meaning:
				"the settings that all nodes share, with the genesis block, as YAML; none: the program's own",
		}),
		configs: text({
			default: NONE,
			meaning:
				"each node's settings with its keys, one YAML document a node; none: each makes its own",
		}),
		image: text({ default: images.nomos, meaning: "the node's image" }),
		length: duration({
			default: "3600s",
			min: "60s",
			max: "24h",
			meaning: "how long the chain is watched",
		}),
	},
	draft(p) {
		const own = p.configs === NONE ? [] : p.configs.split(SEPARATOR);
		const peers = Array.from(
			{ length: p.nodes },
			(_, index) => `-p /dns4/nomos-${index}.${SERVICE}/udp/7000/quic-v1`,
		);
		return watched(p.length, [
			{
				name: "nomos",
				kind: "StatefulSet",
				image: imageOf(p.image),
				container: "nomos",
				service: SERVICE,
				command: ["/bin/sh", "-eu", "-c"],
				args: [
					[
						own.length > 0
							? `config=${CONFIG}/user_config_$(hostname | awk -F- '{print $NF}').yaml`
							: `cd /tmp && logos-blockchain-node init ${peers.join(" ")} && config=/tmp/user_config.yaml`,
						`exec logos-blockchain-node ${p.deployment === NONE ? "" : `--deployment ${CONFIG}/deployment-settings.yaml `}"$config"`,
					].join("\n"),
				],
				env: {},
				ports: nomosPorts,
				...nomosResources,
				replicas: p.nodes,
				wave: inWaves,
				pod: {
					env: { HOST_IP: "status.hostIP" },
					spread: true,
					files: {
						...(p.deployment !== NONE && {
							[`${CONFIG}/deployment-settings.yaml`]: p.deployment,
						}),
						...Object.fromEntries(
							own.map((config, index) => [
								`${CONFIG}/user_config_${index}.yaml`,
								config,
							]),
						),
					},
				},
			},
		]);
	},
});
