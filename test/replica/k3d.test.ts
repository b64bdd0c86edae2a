import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fromYaml } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { environments, nodes, platformParts } from "@lab/lab";
import {
	committedOptions,
	fleetChartObjects,
	k3dConfig,
	networkOf,
} from "@lab/replica";
import { ensureTools, moduleFile } from "@lab/toolchain";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Engine } from "./_engine.ts";
import { commandLine, readText, root, TestReplica } from "./_replica.ts";

const MINUTES = 60_000;

const config = k3dConfig(environments.local, committedOptions);

describe("the configuration for k3d", () => {
	test("follows the facts, as does the committed file", async () => {
		const file = join(root, "local-lab/k3d.yaml");
		expect(fromYaml(await readFile(file, "utf8"), file)).toEqual(
			JSON.parse(JSON.stringify(config)),
		);
	});

	test("uses only loopback ports, and leaves the user's kubeconfig alone", () => {
		expect(config.kubeAPI.hostIP).toBe("127.0.0.1");
		for (const { port } of config.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
		expect(config.options.kubeconfig).toEqual({
			updateDefaultKubeconfig: false,
			switchCurrentContext: false,
		});
	});

	test("takes the proxy settings and certificates of the user's shell", () => {
		const { variables, certificates } = networkOf({
			https_proxy: "http://proxy.example:3128",
			NO_PROXY: "10.0.0.0/8",
			NODE_EXTRA_CA_CERTS: "/etc/corp.pem",
			HOME: "/home/me",
		});
		expect(variables).toEqual({
			HTTPS_PROXY: "http://proxy.example:3128",
			NO_PROXY: "10.0.0.0/8",
		});
		const { volumes } = k3dConfig(environments.local, {
			...committedOptions,
			variables,
			certificates,
		});
		expect(volumes.map(({ volume }) => volume)).toContain(
			"/etc/corp.pem:/etc/ssl/certs/vaclab-proxy.pem",
		);
	});

	test("has a container for each machine of the lab, with the lab's taints", () => {
		expect(config.servers + config.agents).toBe(nodes.length);
		expect(config.options.k3s.extraArgs).toContainEqual({
			arg: "--node-taint=dedicated=monitoring:PreferNoSchedule",
			nodeFilters: ["agent:4"],
		});
	});
});

describe("Fleet in the cluster", () => {
	test("is installed by its own charts, at the version that checks the bundles", async () => {
		const objects = await fleetChartObjects();
		expect(objects.map(({ metadata }) => metadata.name)).toEqual([
			"fleet-crd",
			"fleet",
		]);
		for (const { spec } of objects)
			expect(spec).toMatchObject({
				chart: expect.stringContaining(platformParts.fleet.version),
				targetNamespace: "cattle-fleet-system",
			});
	});

	test("is installed from a folder of archives if it contains the charts", async () => {
		const folder = await mkdtemp(join(tmpdir(), "archives-"));
		try {
			const archive = `fleet-${platformParts.fleet.version}.tgz`;
			await writeFile(join(folder, archive), "an archive");
			const [crds, fleet] = await fleetChartObjects(folder);
			expect(crds?.spec).toHaveProperty("chart");
			expect(fleet?.spec).toMatchObject({
				chartContent: Buffer.from("an archive").toString("base64"),
			});
		} finally {
			await rm(folder, { recursive: true });
		}
	});
});

describeNeeding(["go"], "k3d itself", () => {
	test("accepts the committed file by its schema", async () => {
		const path = await moduleFile(
			"k3d",
			"github.com/k3d-io/k3d/v5",
			"pkg/config/v1alpha5/schema.json",
		);
		const ajv = new Ajv({
			strict: false,
			allErrors: true,
			validateFormats: false,
		});
		const valid = ajv.compile(JSON.parse(await readFile(path, "utf8")));
		valid(JSON.parse(JSON.stringify(config)));
		expect(valid.errors ?? []).toEqual([]);
	});
});

describeNeeding(["go", "root", "docker"], "k3d with a real engine", () => {
	let engine: Engine;
	let replica: TestReplica;

	beforeAll(async () => {
		engine = await Engine.start();
		replica = await TestReplica.make();
	}, 40 * MINUTES);

	afterAll(async () => {
		if (replica !== undefined) {
			await lab("reset");
			await replica.forget();
		}
		await engine?.stop();
	}, 5 * MINUTES);

	const lab = (...words: string[]) =>
		engine.within(process.execPath, commandLine(words), {
			cwd: root,
			env: { VACLAB_REPLICA_DIR: replica.folder.path },
		});

	const k3d = async (...words: string[]) => {
		const tools = await ensureTools(["k3d"], {
			progress: { step() {}, note() {} },
		});
		return engine.within(tools.k3d.path, words, {
			env: { K3D_FIX_DNS: "0" },
		});
	};

	test(
		"is chosen because its images are available, and created once",
		async () => {
			const { exit, stdout, stderr } = await lab("up", "--no-deploy", "--json");
			expect({ exit, stderr }).toEqual({
				exit: 0,
				stderr: expect.stringContaining("mode k3d"),
			});
			expect(JSON.parse(stdout)).toMatchObject({ mode: "k3d", state: "up" });
			const again = await lab("up", "--no-deploy", "--json");
			expect(JSON.parse(again.stdout)).toMatchObject({
				state: "up",
				started: [],
				drift: [],
			});
		},
		6 * MINUTES,
	);

	test(
		"rolls the lab's bundles out",
		async () => {
			const { exit, stdout, stderr } = await lab("up", "--json");
			expect([exit, stderr]).toEqual([0, expect.anything()]);
			const { bundles } = JSON.parse(stdout) as {
				bundles: { name: string; state: string }[];
			};
			expect(bundles).toContainEqual(
				expect.objectContaining({ name: "storage", state: "ready" }),
			);
		},
		6 * MINUTES,
	);

	test(
		"starts again after a stop",
		async () => {
			expect((await lab("down")).exit).toBe(0);
			expect((await lab("status")).exit).toBe(1);
			const { exit, stderr } = await lab("up", "--json");
			expect([exit, stderr]).toEqual([0, expect.anything()]);
		},
		6 * MINUTES,
	);

	test(
		"is deleted by a reset, with its kubeconfig",
		async () => {
			expect((await lab("reset")).exit).toBe(0);
			const { stdout } = await k3d("cluster", "list", "--output", "json");
			expect(JSON.parse(stdout)).toEqual([]);
			await expect(readText(replica.folder.kubeconfig)).rejects.toThrow(
				"ENOENT",
			);
		},
		3 * MINUTES,
	);

	test(
		"does not touch a cluster of the same name that it did not create",
		async () => {
			const made = await k3d(
				...["cluster", "create", "vaclab", "--no-lb"],
				...["--image", config.image, "--timeout", "60s"],
				"--kubeconfig-update-default=false",
			);
			expect([made.exit, made.stdout + made.stderr]).toEqual([
				0,
				expect.anything(),
			]);
			const { exit, stderr } = await lab("up", "--no-deploy");
			expect(exit).toBe(3);
			expect(stderr).toContain("error[not-our-cluster]");
			const { stdout } = await k3d("cluster", "list", "--output", "json");
			expect(JSON.parse(stdout)).toHaveLength(1);
			await k3d("cluster", "delete", "vaclab");
		},
		4 * MINUTES,
	);
});
