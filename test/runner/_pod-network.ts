import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "@lab/core";
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
interface Policy {
	readonly spec: {
		readonly podSelector: Selector;
		readonly ingress?: readonly { readonly from?: readonly Peer[] }[];
		readonly egress?: readonly { readonly to?: readonly Peer[] }[];
	};
}
interface Pod {
	readonly metadata: {
		readonly name: string;
		readonly namespace: string;
		readonly labels?: Readonly<Record<string, string>>;
	};
	readonly status: { readonly podIP?: string };
}

/**
 * A network in the kernel for pods that are objects only. All nodes' addresses
 * are in one namespace and listen at one port; each probe has a namespace of
 * its own, from which its commands run. Policies of the API server become rules
 * of nftables, as a network plug-in's would.
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

	/** Programs that stand before those of the machine: `sh` runs in the namespace that its caller names. */
	get bin(): string {
		return join(this.#folder, "bin");
	}

	/** KWOK's configuration that runs what a probe is asked in its own namespace. */
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
		// Every address of a pod is here.
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

	/** From now on the policies of a namespace hold. */
	follow(namespace: string): void {
		this.#following ??= (async () => {
			while (!this.#stop.signal.aborted) {
				await this.#enforce(namespace);
				await sleep(200);
			}
		})();
	}

	/** Whatever a probe sends is lost. */
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

/** As the API's reference defines it: both ends must let it through, each where a policy selects it. */
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

/** A selector of pods alone means those of the policy's own namespace. */
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
