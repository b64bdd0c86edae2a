import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toYaml } from "@lab/core";
import { type Endpoint, type Environment, endpoints, urlOf } from "@lab/lab";
import type { Component } from "../component.ts";
import { longhorn } from "../longhorn/component.ts";

/** Homepage's configuration files by name, including empty ones: it would create missing files. */
export function configOf(
	env: Environment,
	lab: readonly Component[],
): Readonly<Record<string, string>> {
	const hasLonghorn = lab.some(({ name }) => name === longhorn.name);
	return {
		"bookmarks.yaml": readFileSync(
			join(import.meta.dirname, "files", "bookmarks.yaml"),
			"utf8",
		),
		"custom.css": "",
		"custom.js": "",
		"docker.yaml": "",
		// Tiles come from the facts, so discovery by annotations is off.
		"kubernetes.yaml": toYaml({
			mode: "cluster",
			ingress: false,
			traefik: false,
			gateway: false,
		}),
		"proxmox.yaml": "",
		"services.yaml": toYaml(tilesOf(env, lab)),
		"settings.yaml": toYaml({
			title: "Vaclab Home",
			theme: "dark",
			color: "slate",
			...(hasLonghorn && {
				providers: {
					longhorn: {
						url: `http://longhorn-backend.${longhorn.namespace}:9500`,
					},
				},
			}),
		}),
		"widgets.yaml": toYaml([
			...clusterWidgets,
			...(hasLonghorn ? [longhornWidget] : []),
			...pageWidgets,
		]),
	};
}

/** Tiles of the endpoints whose owner exists: a component of this lab, or the platform's Rancher. */
export function tilesOf(env: Environment, lab: readonly Component[]) {
	const owners = new Set([
		...lab.map(({ name }) => name),
		...(env.supports.rancher.available ? ["platform"] : []),
	]);
	const groups = new Map<string, unknown[]>();
	for (const endpoint of Object.values<Endpoint>(endpoints)) {
		const { tile, owner } = endpoint;
		if (tile === undefined || !owners.has(owner)) continue;
		const tiles = groups.get(tile.group) ?? [];
		groups.set(tile.group, [
			...tiles,
			{
				[tile.name]: {
					icon: tile.icon,
					href: urlOf(endpoint, env),
					description: tile.description,
					...(tile.pods && {
						namespace: endpoint.namespace,
						podSelector: tile.pods,
					}),
				},
			},
		]);
	}
	return [...groups].map(([group, tiles]) => ({ [group]: tiles }));
}

const shown = { show: true, cpu: true, memory: true, showLabel: true };

const clusterWidgets = [
	{
		kubernetes: {
			cluster: { ...shown, label: "Vaclab Cluster" },
			nodes: shown,
		},
	},
	{
		resources: {
			backend: "kubernetes",
			expanded: true,
			cpu: true,
			memory: true,
		},
	},
];

const longhornWidget = {
	longhorn: { expanded: true, total: true, labels: true, nodes: true },
};

const pageWidgets = [
	{ search: { provider: "google", target: "_blank" } },
	{ greeting: { text_size: "xl", text: "Welcome to Vaclab" } },
	{
		datetime: {
			text_size: "xl",
			format: { dateStyle: "long", timeStyle: "short", hour12: false },
		},
	},
];
