import type { PlannedImage } from "@lab/record";
import imageDigests from "../image-digests.json" with { type: "json" };

/**
 * Images of the nodes by tag, the same as 10ksim's. Most are in personal
 * accounts, where a tag may point to another image at any time.
 */
export const images = {
	nimLibp2p: "pearsonwhite/dst-nimlibp2p-logging:wip-4.2-1.16.0-amd",
	/** Discovers peers through kad-dht. */
	nimLibp2pKad: "radiken/dst-test-node-regression:v2.1.0-kad",
	kadDht: "radiken/dst-test-node-kad-dht:melodie-fix",
	connectionManager: "radiken/dst-test-node-connmanager:v5",
	gossipQueues: "mamoutoudiarra/nim-libp2p-test:gossip-queues-v0.4",
	serviceDiscovery: "soutullostatus/service-discovery:v2.0.0",
	mix: "soutullostatus/public-mix:03d9139",
	/** Built from a commit of the test node that publishes through a mix. */
	nimLibp2pMix:
		"pearsonwhite/test_node:c16faa8b1d18570823e3a511e8a91618e13d937",
	shadowNode: "radiken/dst-test-node-shadow:latest",
	/** Shadow 3.3.0 on Ubuntu 22.04, with curl. */
	shadow: "radiken/dst-shadow-base:latest",
	nwaku: "soutullostatus/nwaku-jq-curl:v0.37.0-rc.4",
	/** Last version used by 10ksim's sets with filter, lightpush and store. */
	nwakuLegacy: "soutullostatus/nwaku-jq-curl:v0.34.0-rc1",
	nwakuQuic: "pearsonwhite/nwaku:quic_b778d16_with_order_fix-amd",
	nwakuRln: "quay.io/wakuorg/nwaku-pr:3636",
	goWaku: "soutullostatus/go-waku:v0.9.0-idontwant-fix",
	jsWaku: "pearsonwhite/jswaku:71557c9eb951f786f2146f2548aa65f4d7b673f8",
	/** Writes the ENRs of a service's pods to `/etc/enr/enr.env`. */
	getEnr: "soutullostatus/getenr:v0.5.0",
	/** Writes the addresses of a service's pods to `/etc/addrs/addrs.env`. */
	getAddress: "soutullostatus/getaddress:v0.1.0",
	/** Like `getAddress`, in Python, and also for websockets. */
	getAddressPython:
		"pearsonwhite/get_address_2:4635b8b4eafd0f399579a1a0369f7a4961d4cac2",
	postgres: "postgres:15.1-alpine",
	foundry: "ghcr.io/foundry-rs/foundry:latest",
	/** Deploys RLN's contracts. */
	rlnContract: "soutullostatus/rln-bootstrap:latest",
	logosCore: "pearsonwhite/dst-lc-node:wip3-amd",
	logosRequester: "pearsonwhite/dst-lc-api:wip-amd",
	nomos: "ghcr.io/logos-blockchain/logos-blockchain:blend-with-fixes",
	nomosDevnet: "soutullostatus/logos-core-blockchain:v0.2.1",
	/** Contains `tc`, which shapes a pod's link before the node starts. */
	trafficControl: "soutullostatus/tc-container:1",
	/** Tests which nodes a side of a partition reaches. Contains `nc`, `xargs` and a shell. */
	partitionProbe: "busybox:1.37.0",
} as const satisfies Record<string, string>;

/** Images whose tags are meant to move, or do not identify a version. */
export const mutableImages = [
	"kadDht",
	"shadowNode",
	"shadow",
	"foundry",
	"rlnContract",
	"logosCore",
	"logosRequester",
	"nomos",
] as const satisfies readonly (keyof typeof images)[];

/**
 * Digests by `name:tag`: written by `pnpm experiment pin`, reviewed, committed.
 * The digest of `postgres` is from docker-library/repo-info, Docker's own
 * record of its official images (`repos/postgres/remote/15.1-alpine.md`), and
 * matches the logs of unrelated builds.
 */
export const digests: Readonly<Record<string, string>> = imageDigests;

/** Path of the file with `digests`. */
export const digestsFile = "packages/experiments/image-digests.json";

/**
 * Parses an image reference: `registry/name:tag`, optionally followed by
 * `@sha256:...`. Without a digest, it uses the pinned digest of the tag, if any.
 */
export function imageOf(reference: string): PlannedImage {
	const [name = reference, digest = digests[name]] = reference.split("@");
	return { reference: name, ...(digest !== undefined && { digest }) };
}

/** Formats an image for a pod: `name:tag@sha256:...`, or `name:tag` if no digest is known. */
export const pulledAs = ({ reference, digest }: PlannedImage): string =>
	digest === undefined ? reference : `${reference}@${digest}`;
