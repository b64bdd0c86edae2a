import { App } from "cdk8s";
import { Deployment } from "cdk8s-plus-28";
import { expect, test } from "vitest";
import { platform } from "../_tree-of.ts";
import { add } from "../add.ts";
import { Bundle, type BundleProps, type HelmRelease } from "../bundle.ts";
import { renderTree } from "../tree.ts";
import { updateFindings } from "./findings.ts";

type Build = (bundle: Bundle) => void;

const treeWith = (build: Build, props: Partial<BundleProps> = {}) => {
	const app = new App();
	const given = { namespace: "default", source: "test", ...props };
	build(new Bundle(app, "one", given));
	return renderTree(app, platform);
};

const change = (
	was: ReturnType<typeof treeWith>,
	is: ReturnType<typeof treeWith>,
) =>
	updateFindings(was.files, is.bundles).map(
		({ code, where, severity }) => `${severity} ${code} at ${where}`,
	);

const claim =
	(size: string): Build =>
	({ objects }) =>
		add(objects, "data", {
			apiVersion: "v1",
			kind: "PersistentVolumeClaim",
			metadata: { name: "data" },
			spec: {
				accessModes: ["ReadWriteOnce"],
				resources: { requests: { storage: size } },
			},
		});

const deployment =
	(id: string): Build =>
	({ objects }) => {
		new Deployment(objects, id, {
			metadata: { name: "web" },
			containers: [{ image: "web:1.0.0" }],
		});
	};

test("the default selector of cdk8s-plus changes with the construct's id, which is reported", () => {
	const [was, same, renamed] = ["web", "web", "server"].map((id) =>
		treeWith(deployment(id)),
	) as [Tree, Tree, Tree];
	expect(change(was, same)).toEqual([]);
	const [finding] = updateFindings(was.files, renamed.bundles);
	expect(finding).toMatchObject({
		code: "immutable-change",
		where: expect.stringContaining("test: Deployment web: spec.selector"),
		help: expect.stringContaining("follows the construct's id"),
	});
});

type Tree = ReturnType<typeof treeWith>;

test("a claim may grow, but not shrink", () => {
	expect(change(treeWith(claim("1Gi")), treeWith(claim("2Gi")))).toEqual([]);
	expect(change(treeWith(claim("2Gi")), treeWith(claim("1Gi")))).toEqual([
		"error shrinking-volume at test: PersistentVolumeClaim data: spec.resources.requests.storage",
	]);
});

const parked = { parkedUntil: { run: "yes" } };

test.each<[string, Partial<BundleProps>]>([
	["a bundle that is parked", parked],
	["a bundle in another namespace", { namespace: "elsewhere" }],
])("%s is installed anew, so nothing is refused", (_what, props) => {
	const was = treeWith(claim("2Gi"), props === parked ? parked : {});
	expect(change(was, treeWith(claim("1Gi"), props))).toEqual([]);
});

const chart = (release: Partial<HelmRelease>) =>
	treeWith(() => undefined, {
		helm: {
			...{ repo: "https://example.org", chart: "store", version: "1.0.0" },
			...{ releaseName: "store", ...release },
		},
	});

const volumes = [
	{
		path: "store.persistentVolume",
		becomes: "claim-template",
		defaults: { enabled: true, size: "10Gi" },
	},
	{ path: "web.persistence", becomes: "claim", defaults: { size: "5Gi" } },
] as const;

const values = (values: HelmRelease["values"] = {}) =>
	chart({ volumes, values });
const store = (persistentVolume: object) =>
	values({ store: { persistentVolume } });
const web = (persistence: object) => values({ web: { persistence } });

test.each<[string, Tree, Tree, string[]]>([
	[
		"a template's size grows",
		store({ size: "600Gi" }),
		store({ size: "700Gi" }),
		["error immutable-change at test: helm.values.store.persistentVolume.size"],
	],
	[
		"a template's size shrinks",
		store({ size: "600Gi" }),
		store({ size: "300Gi" }),
		["error shrinking-volume at test: helm.values.store.persistentVolume.size"],
	],
	[
		"a size falls back to a smaller default",
		store({ size: "600Gi" }),
		values(),
		["error shrinking-volume at test: helm.values.store.persistentVolume.size"],
	],
	["a size spells out the default", values(), store({ size: "10240Mi" }), []],
	["a claim grows", web({ size: "40Gi" }), web({ size: "50Gi" }), []],
	[
		"a claim's class changes",
		web({ storageClassName: "a" }),
		web({ storageClassName: "b" }),
		[
			"error immutable-change at test: helm.values.web.persistence.storageClassName",
		],
	],
	[
		"an operator's claim shrinks",
		values({ spec: { storage: claimSpec("500Gi") } }),
		values({ spec: { storage: claimSpec("100Gi") } }),
		[
			"error shrinking-volume at test: helm.values.spec.storage.volumeClaimTemplate.spec.resources.requests.storage",
		],
	],
	[
		"memory shrinks",
		values({ resources: { requests: { memory: "2Gi" } } }),
		values({ resources: { requests: { memory: "1Gi" } } }),
		[],
	],
	[
		"another value changes",
		store({ mountPath: "/a" }),
		store({ mountPath: "/b" }),
		[],
	],
])("values of a chart: %s", (_what, was, is, expected) => {
	expect(change(was, is)).toEqual(expected);
});

function claimSpec(storage: string) {
	return {
		volumeClaimTemplate: { spec: { resources: { requests: { storage } } } },
	};
}

const steps = (
	upgrades: NonNullable<HelmRelease["upgrades"]>,
	from: string,
	to: string,
) =>
	change(chart({ version: from, upgrades }), chart({ version: to, upgrades }));

const longhorn = { step: "minor", downgrades: false, source: "docs" } as const;
const authentik = {
	step: ["2025.10", "2025.12", "2026.2"],
	downgrades: false,
	source: "docs",
} as const;
const kyverno = { barrier: "3.0.0", source: "docs" } as const;
const manager = { step: "minor", recommended: true, source: "docs" } as const;

const error = "error unsupported-upgrade at test";

test.each<[NonNullable<HelmRelease["upgrades"]>, string, string, string[]]>([
	[longhorn, "1.10.1", "1.10.3", []],
	[longhorn, "1.10.1", "1.11.0", []],
	[longhorn, "1.10.1", "1.12.1", [error]],
	[longhorn, "1.10.1", "1.9.0", [error]],
	[longhorn, "1.10.1", "2.1.0", [error]],
	[authentik, "2025.10.3", "2025.12.1", []],
	[authentik, "2025.12.1", "2026.2.0", []],
	[authentik, "2025.10.3", "2026.2.0", [error]],
	[authentik, "2026.2.0", "2027.1.0", []],
	[authentik, "2025.12.0", "2027.1.0", [error]],
	[kyverno, "3.6.2", "3.9.0", []],
	[kyverno, "2.7.0", "3.0.1", [error]],
	[manager, "v1.19.2", "v1.21.0", ["warning unsupported-upgrade at test"]],
])("upgrades by %j, from %s to %s", (upgrades, from, to, expected) => {
	expect(steps(upgrades, from, to)).toEqual(expected);
});

test("the finding names the version to go to first", () => {
	const [was, is] = ["1.10.1", "1.12.1"].map((version) =>
		chart({ version, upgrades: longhorn }),
	) as [Tree, Tree];
	expect(updateFindings(was.files, is.bundles)).toMatchObject([
		{
			what: expect.stringContaining("store 1.10.1 to 1.12.1"),
			help: expect.stringContaining("upgrade to 1.11 first"),
		},
	]);
});

test("CRDs that Helm leaves behind are reported, unless another bundle brings them", () => {
	const crds = { crdsInstalledOnce: ["example.org"] };
	const upgraded = (needs: readonly Bundle[] = []) => {
		const app = new App();
		new Bundle(app, "one", {
			...{ namespace: "default", source: "test", needs },
			helm: {
				...{ repo: "https://example.org", chart: "store", version: "2.0.0" },
				...{ releaseName: "store", ...crds },
			},
		});
		return renderTree(app, platform);
	};
	const was = chart(crds);
	expect(change(was, chart(crds))).toEqual([]);
	expect(change(was, upgraded())).toEqual(["error crds-left-behind at test"]);
	const kinds = new Bundle(new App(), "kinds", {
		...{ namespace: "default", source: "test" },
		helm: {
			...{ repo: "https://example.org", chart: "kinds", version: "1.0.0" },
			...{ releaseName: "kinds", crdGroups: ["example.org"] },
		},
	});
	expect(change(was, upgraded([kinds]))).toEqual([]);
});
