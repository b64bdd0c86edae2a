import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { kubectl } from "./_cluster.ts";

interface Selector {
	readonly matchLabels?: Readonly<Record<string, string>>;
	readonly matchExpressions?: readonly {
		readonly key: string;
		readonly operator: "In" | "NotIn";
		readonly values: readonly string[];
	}[];
}
interface Peer {
	readonly podSelector?: Selector;
	readonly namespaceSelector?: Selector;
}
interface Policy extends ReadObject {
	readonly spec: {
		readonly podSelector: Selector;
		readonly ingress?: readonly { readonly from?: readonly Peer[] }[];
		readonly egress?: readonly { readonly to?: readonly Peer[] }[];
	};
}
interface Pod extends ReadObject {
	readonly metadata: ReadObject["metadata"] & { readonly namespace: string };
	readonly status: { readonly podIP?: string };
}

/**
 * A kernel network for pods that exist only as API objects. All nodes' addresses are
 * in one network namespace, which listens on one port. Each probe has its own network
 * namespace, in which its commands run. The network policies of the API server become
 * nftables rules, as with a network plug-in.
 */
export class PodNetwork {
	readonly #folder: string;
	readonly #nodes = `lab-pods-${process.pid}`;
	readonly #probes: readonly string[];
	readonly #stop = new AbortController();
	#following: Promise<void> | undefined;

	constructor(folder: string, probes: readonly string[]) {
		this.#folder = folder;
		this.#probes = probes;
	}

	/** Folder that must precede all others in PATH: its `sh` runs in the network namespace `$POD_NETWORK`. */
	get bin(): string {
		return join(this.#folder, "bin");
	}

	/** KWOK configuration that runs the commands of each probe in its network namespace. */
	config(namespace: string): object[] {
		return this.#probes.map((name) => ({
			apiVersion: "kwok.x-k8s.io/v1alpha1",
			kind: "Exec",
			metadata: { name, namespace },
			spec: {
				execs: [
					{
						local: {
							envs: [{ name: "POD_NETWORK", value: this.#namespaceOf(name) }],
						},
					},
				],
			},
		}));
	}

	#namespaceOf = (probe: string): string =>
		`${this.#nodes}-${this.#probes.indexOf(probe)}`;
	#addressOf = (probe: string): string =>
		`192.168.${this.#probes.indexOf(probe)}.2`;

	async begin(port: number): Promise<void> {
		const applets = join(this.#folder, "applets");
		const pages = join(this.#folder, "pages");
		await Promise.all([applets, pages, this.bin].map((path) => mkdir(path)));
		await run("busybox", ["--install", "-s", applets], { timeout: "10s" });
		const shell = join(this.bin, "sh");
		await writeFile(
			shell,
			`#!/bin/sh\nexec ip netns exec "$POD_NETWORK" env PATH=${applets} sh "$@"\n`,
		);
		await chmod(shell, 0o755);
		await ip("netns", "add", this.#nodes);
		await this.#inNodes("ip", "link", "set", "lo", "up");
		// All pods' addresses are local to this namespace.
		await this.#inNodes(
			"ip",
			"route",
			"add",
			"local",
			"10.0.0.0/8",
			"dev",
			"lo",
		);
		for (const [index, probe] of this.#probes.entries()) {
			const own = this.#namespaceOf(probe);
			const inside = ["netns", "exec", own, "ip"];
			await ip("netns", "add", own);
			await ip(
				...["link", "add", `to-${index}`, "netns", this.#nodes],
				...["type", "veth", "peer", "name", "eth0", "netns", own],
			);
			const near = `192.168.${index}.1`;
			await this.#inNodes(
				"ip",
				"addr",
				"add",
				`${near}/24`,
				"dev",
				`to-${index}`,
			);
			await this.#inNodes("ip", "link", "set", `to-${index}`, "up");
			await ip(
				...inside,
				"addr",
				"add",
				`${this.#addressOf(probe)}/24`,
				"dev",
				"eth0",
			);
			await ip(...inside, "link", "set", "eth0", "up");
			await ip(...inside, "route", "add", "default", "via", near);
		}
		spawn(
			"ip",
			[
				...["netns", "exec", this.#nodes, "busybox", "httpd"],
				...["-f", "-p", String(port), "-h", pages],
			],
			{ stdio: "ignore", signal: this.#stop.signal, killSignal: "SIGKILL" },
		).on("error", () => {});
	}

	/** Starts enforcing the network policies of a Kubernetes namespace. */
	follow(namespace: string): void {
		this.#following ??= (async () => {
			while (!this.#stop.signal.aborted) {
				await this.#enforce(namespace);
				await sleep(200);
			}
		})();
	}

	/** Drops everything that a probe sends. */
	async unplug(probe: string): Promise<void> {
		await ip(
			...["netns", "exec", this.#namespaceOf(probe)],
			...["ip", "link", "set", "eth0", "down"],
		);
	}

	async end(): Promise<void> {
		this.#stop.abort();
		await this.#following;
		for (const probe of this.#probes)
			await ip("netns", "delete", this.#namespaceOf(probe));
		await ip("netns", "delete", this.#nodes);
	}

	async #enforce(namespace: string): Promise<void> {
		const read = async <T>(kind: string) =>
			(
				JSON.parse(
					await kubectl("-n", namespace, "get", kind, "-o", "json"),
				) as { items: T[] }
			).items;
		const policies = await read<Policy>("networkpolicies");
		const pods = await read<Pod>("pods");
		const rules = pods
			.filter(({ metadata: { name } }) => this.#probes.includes(name))
			.flatMap((probe) =>
				pods
					.filter(
						({ status: { podIP } }) => podIP !== undefined && podIP !== "",
					)
					.filter((node) => !isAllowed(policies, probe, node))
					.map(
						({ status: { podIP } }) =>
							`ip saddr ${this.#addressOf(probe.metadata.name)} ip daddr ${podIP} drop`,
					),
			);
		await run("ip", ["netns", "exec", this.#nodes, "nft", "-f", "-"], {
			timeout: "10s",
			input: `table ip policies\ndelete table ip policies\ntable ip policies {\nchain input {\ntype filter hook input priority 0\n${rules.join("\n")}\n}\n}\n`,
		});
	}

	#inNodes = (...words: string[]) => ip("netns", "exec", this.#nodes, ...words);
}

const ip = (...words: string[]) => run("ip", words, { timeout: "10s" });

/** As defined by the API reference: every policy-selected end of a connection must allow it. */
function isAllowed(policies: readonly Policy[], from: Pod, to: Pod): boolean {
	const letsOut = peersOf(policies, from, ({ egress }) =>
		egress?.flatMap((rule) => rule.to ?? []),
	);
	const letsIn = peersOf(policies, to, ({ ingress }) =>
		ingress?.flatMap((rule) => rule.from ?? []),
	);
	return (
		(letsOut === undefined || letsOut.some((peer) => isPeer(peer, from, to))) &&
		(letsIn === undefined || letsIn.some((peer) => isPeer(peer, to, from)))
	);
}

const peersOf = (
	policies: readonly Policy[],
	pod: Pod,
	peers: (spec: Policy["spec"]) => readonly Peer[] | undefined,
): Peer[] | undefined => {
	const selecting = policies.filter(({ spec }) =>
		matches(spec.podSelector, pod.metadata.labels),
	);
	return selecting.length === 0
		? undefined
		: selecting.flatMap(({ spec }) => peers(spec) ?? []);
};

/** Without a namespace selector, a pod selector applies to the policy's own namespace. */
const isPeer = (
	{ podSelector, namespaceSelector }: Peer,
	own: Pod,
	other: Pod,
): boolean =>
	(namespaceSelector === undefined
		? own.metadata.namespace === other.metadata.namespace
		: matches(namespaceSelector, {
				"kubernetes.io/metadata.name": other.metadata.namespace,
			})) &&
	(podSelector === undefined || matches(podSelector, other.metadata.labels));

function matches(
	{ matchLabels = {}, matchExpressions = [] }: Selector,
	labels: Readonly<Record<string, string>> = {},
): boolean {
	return (
		Object.entries(matchLabels).every(
			([key, value]) => labels[key] === value,
		) &&
		matchExpressions.every(({ key, operator, values }) => {
			const among = values.includes(labels[key] ?? "");
			return operator === "In" ? among : !among;
		})
	);
}
