import { defineExperiment } from "../../experiment.ts";
import type { Group, ReadinessCheck } from "../../group.ts";
import { images } from "../../images.ts";
import { nodeGuards } from "../../judgement.ts";
import { count, duration, text } from "../../parameter.ts";
import { libp2pNodes } from "../../protocols/libp2p.ts";

const BOOTSTRAP = "bootstrap-service";
/** Service of the popular advertisers. */
const ADVERTISERS = "advertisers-service";

const portOpen: ReadinessCheck = {
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
		meaning: `number of ${role}`,
	});

/** Time to find the nodes that offer a service, popular or rare. */
export const serviceDiscovery = defineExperiment({
	name: "service-discovery",
	purpose:
		"a node finds all providers of a service, whether there are many or one",
	backends: ["cluster"],
	parameters: {
		bootstraps: nodes("bootstrap nodes", 1),
		popular: nodes("nodes that advertise the popular services", 5),
		rare: nodes("nodes that advertise the rare service", 1),
		popularDiscoverers: nodes("nodes that look for the popular service", 1),
		rareDiscoverers: nodes("nodes that look for the rare service", 1),
		image: text({
			default: images.serviceDiscovery,
			meaning: "image of the nodes",
		}),
		length: duration({
			default: "60s",
			min: "1s",
			max: "24h",
			meaning: "how long nodes look for the rare service",
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
				ready: portOpen,
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
				// The timeline starts it last; the measured window begins with it.
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
			// Every discoverer must find all providers, popular or rare.
			criteria: [{ measure: "services.found", atLeast: 1 }],
		};
	},
});
