import { defineExperiment } from "../../experiment.ts";
import { inWaves } from "../../group.ts";
import { imageOf, images } from "../../images.ts";
import { duration, text } from "../../parameter.ts";
import {
	nomosPorts,
	nomosResources,
	observationDraft,
} from "../../protocols/nomos.ts";
import { nodesOf } from "../../protocols/waku-parameters.ts";

const SERVICE = "nomos";
const CONFIG = "/etc/nomos";
/** Separator between the nodes' configurations in the parameter `configs`. */
const SEPARATOR = "\n---\n";
const NONE = "none";

/** Private chain from its genesis block, with validators and blend nodes. */
export const nomosGenesis = defineExperiment({
	name: "nomos-genesis",
	purpose:
		"nodes of the Logos blockchain start a chain from its genesis block and extend it",
	backends: ["cluster"],
	parameters: {
		nodes: nodesOf("nodes", 10, 100),
		deployment: text({
			default: NONE,
			meaning:
				"settings that all nodes share, including the genesis block, as YAML; none: the program's defaults",
		}),
		configs: text({
			default: NONE,
			meaning:
				"settings and keys of each node, one YAML document per node; none: each node generates its own",
		}),
		image: text({ default: images.nomos, meaning: "image of the nodes" }),
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
		return observationDraft(p.length, [
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
