import { defineExperiment } from "../../experiment.ts";
import type { Group, Probe } from "../../group.ts";
import { images } from "../../images.ts";
import { nodeGuards } from "../../judgement.ts";
import { count, duration, text } from "../../parameter.ts";
import { libp2pNodes } from "../../protocols/libp2p.ts";

const BOOTSTRAP = "bootstrap-service";
/** Those who advertise what everybody looks for. */
const ADVERTISERS = "advertisers-service";

const listens: Probe = {
	check: { tcpPort: 8645 },
	initialDelaySeconds: 2,
	periodSeconds: 5,
};

const nodes = (role: string, standard: number) =>
	count({
		default: standard,
		min: 1,
		max: 10_000,
		unit: "nodes",
		meaning: `how many ${role}`,
	});

/** How long it takes to find who offers a service, popular or rare. */
export const serviceDiscovery = defineExperiment({
	name: "service-discovery",
	purpose:
		"a node finds those who offer a service, whether many or one of them",
	backends: ["cluster"],
	parameters: {
		bootstraps: nodes("bootstrap nodes", 1),
		popular: nodes("nodes that advertise services that many look for", 5),
		rare: nodes("nodes that advertise what few look for", 1),
		popularDiscoverers: nodes("nodes that look for the popular service", 1),
		rareDiscoverers: nodes("nodes that look for the rare one", 1),
		image: text({
			default: images.serviceDiscovery,
			meaning: "the node's image",
		}),
		length: duration({
			default: "60s",
			min: "1s",
			max: "24h",
			meaning: "how long is looked for the rare service",
		}),
	},
	draft(p) {
		const group = (
			name: string,
			replicas: number,
			env: Group["env"],
			service?: string,
		): Group =>
			libp2pNodes({
				name,
				replicas,
				image: p.image,
				ready: listens,
				env,
				...(service !== undefined && { service }),
				pod: { searches: [BOOTSTRAP, ADVERTISERS] },
			});
		const discovers = (service: string) => ({
			NODE_ROLE: "RoleDiscoverer",
			SERVICE: ADVERTISERS,
			DISCOVER_SERVICES: service,
			MAXBOOTSTRAPS: "1",
		});
		return {
			groups: [
				group(
					"bootstrap",
					p.bootstraps,
					{ NODE_ROLE: "RoleBootstrap", MAXCONNECTIONS: "1000" },
					BOOTSTRAP,
				),
				group(
					"popular-advertiser",
					p.popular,
					{
						NODE_ROLE: "RoleAdvertiser",
						SERVICE: BOOTSTRAP,
						ADVERTISE_SERVICES: "chat1,chat2,chat3",
						MAXCONNECTIONS: "1000",
					},
					ADVERTISERS,
				),
				group("rare-advertiser", p.rare, {
					NODE_ROLE: "RoleAdvertiser",
					SERVICE: ADVERTISERS,
					ADVERTISE_SERVICES: "secret_chat",
				}),
				group("popular-discoverer", p.popularDiscoverers, discovers("chat1")),
				// It comes last: from then on time counts.
				group("rare-discoverer", 0, discovers("secret_chat")),
			],
			settle: [{ kind: "ready", fraction: 1 }],
			timeline: [
				{
					kind: "scale",
					name: "rare-discoverers",
					atMs: 0,
					group: "rare-discoverer",
					replicas: p.rareDiscoverers,
				},
				{ kind: "wait", name: "look", atMs: 0, durationMs: p.length },
			],
			windows: [{ name: "look", startMs: 0, endMs: p.length }],
			drain: { dwellMs: 10_000, scrapeIntervalMs: 5000 },
			guards: nodeGuards,
			// Popular or rare: whoever looks finds all of them.
			criteria: [{ measure: "services.found", atLeast: 1 }],
		};
	},
});
