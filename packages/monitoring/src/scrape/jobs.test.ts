import { toSeconds } from "@lab/core";
import { labNamespaces } from "@lab/lab";
import { type MetricName, metrics } from "@lab/signals";
import { describe, expect, test } from "vitest";
import { experiments, fleetNodes } from "./experiments.ts";
import { scrapeJobs } from "./jobs.ts";
import { cadvisor } from "./kubelet.ts";
import { anchored, keepsSample, passes } from "./passes.ts";

const namesOf = (...exporters: string[]): MetricName[] =>
	(Object.keys(metrics) as MetricName[]).filter((name) =>
		exporters.includes(metrics[name].exporter),
	);

test("each job has its own name", () => {
	const names = scrapeJobs.map(({ job_name }) => job_name);
	expect(new Set(names).size).toBe(names.length);
});

test("no regular expression repeats the anchors that relabelling adds", () => {
	const regexes = scrapeJobs
		.flatMap(({ relabel_configs, metric_relabel_configs = [] }) => [
			...relabel_configs,
			...metric_relabel_configs,
		])
		.flatMap(({ regex }) => regex ?? []);
	expect(regexes.filter((regex) => /^\^|\$$/.test(regex))).toEqual([]);
	for (const regex of regexes) expect(() => anchored(regex)).not.toThrow();
});

describe("pods of experiments", () => {
	const pod = {
		__meta_kubernetes_namespace: "zerotesting",
		__meta_kubernetes_pod_ip: "10.42.0.7",
		__meta_kubernetes_pod_phase: "Running",
	};

	test("are scraped without an annotation", () => {
		expect(passes(experiments.relabel_configs, pod)).toBe(true);
	});

	test.each([
		["in a namespace of the lab", { __meta_kubernetes_namespace: "vmetrics" }],
		["finished", { __meta_kubernetes_pod_phase: "Succeeded" }],
		["without an address", { __meta_kubernetes_pod_ip: "" }],
		[
			"opted out by annotation",
			{ __meta_kubernetes_pod_annotation_prometheus_io_scrape: "false" },
		],
	])("are not scraped when they are %s", (_, labels) => {
		expect(passes(experiments.relabel_configs, { ...pod, ...labels })).toBe(
			false,
		);
	});

	test("are distinguished from the lab's pods by the list of the lab's namespaces", () => {
		expect(experiments.relabel_configs[0]?.regex?.split("|")).toEqual(
			labNamespaces,
		);
	});
});

describe("pods of a test network", () => {
	const pod = {
		__meta_kubernetes_namespace: "mix",
		__meta_kubernetes_pod_ip: "10.42.0.7",
		__meta_kubernetes_pod_phase: "Running",
	};

	test.each([
		[
			"with a label fleet",
			{ __meta_kubernetes_pod_label_fleet: "testnet-0.2" },
			true,
		],
		["without one", {}, false],
		[
			"of the lab itself",
			{
				__meta_kubernetes_pod_label_fleet: "x",
				__meta_kubernetes_namespace: "vmetrics",
			},
			false,
		],
	])("are scraped at a second port: a pod %s", (_, labels, scraped) => {
		expect(passes(fleetNodes.relabel_configs, { ...pod, ...labels })).toBe(
			scraped,
		);
	});

	test("keep the metrics that only they have", () => {
		expect(
			keepsSample(fleetNodes, { __name__: "mix_messages_recvd_total" }),
		).toBe(true);
	});
});

test.each(namesOf("nim-libp2p", "nim"))(
	"%s, which the analysis uses, is kept",
	(name) => {
		expect(keepsSample(experiments, { __name__: name })).toBe(true);
	},
);

test.each([
	["waku_node_messages_total", true],
	["waku_archive_insert_duration_seconds_bucket", true],
	["discv5_network_bytes_total", true],
	["libp2p_peers_created", false],
	["waku_node_messages_created", false],
	["process_cpu_seconds_total", false],
])("the experiments' job keeps %s: %s", (__name__, kept) => {
	expect(keepsSample(experiments, { __name__ })).toBe(kept);
});

test.each(namesOf("cadvisor"))("%s of a pod is kept", (name) => {
	expect(
		keepsSample(cadvisor, { __name__: name, pod: "nodes-0", container: "n" }),
	).toBe(true);
});

test("the pause container's memory is dropped and its network traffic kept", () => {
	const pause = { pod: "nodes-0", container: "", image: "pause:3.10" };
	expect(
		keepsSample(cadvisor, {
			...pause,
			__name__: "container_memory_usage_bytes",
		}),
	).toBe(false);
	expect(
		keepsSample(cadvisor, {
			...pause,
			__name__: "container_network_receive_bytes_total",
		}),
	).toBe(true);
});

test("four scrapes of an experiment fit into the 121 s window of its rates", () => {
	expect(4 * toSeconds(experiments.scrape_interval)).toBeLessThanOrEqual(121);
});
