import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { components } from "@lab/components";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import {
	importsOf,
	isInternal,
	isTest,
	packageOf,
	packagesIn,
	sourcesIn,
} from "./_imports.ts";
import { objectTypesIn } from "./_object-types.ts";

const root = join(import.meta.dirname, "..");
const packages = packagesIn(root);

/** Packages that each package may import; CONTRIBUTING.md explains why. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	core: [],
	record: ["core"],
	signals: ["core"],
	lab: ["core", "kubernetes"],
	kubernetes: ["core"],
	bundles: ["core", "kubernetes"],
	"test-node": [],
	launch: ["core"],
	analysis: ["core", "kubernetes", "record", "signals"],
	protocols: ["core", "record", "signals", "analysis"],
	monitoring: ["core", "lab", "signals"],
	components: ["core", "kubernetes", "lab", "bundles", "monitoring", "record"],
	experiments: ["core", "kubernetes", "lab", "bundles", "record"],
	runner: ["core", "kubernetes", "record"],
	toolchain: ["core"],
	provision: ["core", "kubernetes", "lab", "toolchain"],
	parity: ["core", "kubernetes", "lab"],
	replica: ["core", "kubernetes", "lab", "record", "toolchain"],
	runs: [
		"core",
		"lab",
		"record",
		"bundles",
		"experiments",
		"runner",
		"analysis",
		"protocols",
		"replica",
		"toolchain",
		"test-node",
		"launch",
	],
	scaffold: ["core"],
	cli: packages,
};

interface Manifest {
	readonly name: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (name: string) =>
	JSON.parse(
		readFileSync(join(root, "packages", name, "package.json"), "utf8"),
	) as Manifest;

test.each(packages)("the package %s imports only allowed packages", (name) => {
	const imports = Object.keys(manifestOf(name).dependencies ?? {})
		.filter((dependency) => dependency.startsWith("@lab/"))
		.map((dependency) => dependency.slice("@lab/".length));
	expect(imports.filter((other) => !allowed[name]?.includes(other))).toEqual(
		[],
	);
});

const sources = packages.flatMap((name) =>
	sourcesIn(root, join("packages", name, "src")),
);

const imports = importsOf(
	root,
	packages.flatMap((name) => sourcesIn(root, join("packages", name))),
);

/** Packages that are located with `require.resolve` instead of being imported. */
const resolvedByName = ["dejavu-fonts-ttf"];

test("the table of allowed imports lists exactly the packages", () => {
	expect(Object.keys(allowed).sort()).toEqual([...packages].sort());
});

test("every imported package is listed in package.json", () => {
	const missing = sources.flatMap((path) => {
		const owner = path.split("/")[1] ?? "";
		const { dependencies = {}, devDependencies = {} } = manifestOf(owner);
		const listed = {
			...dependencies,
			...(path.includes(".test.") ? devDependencies : {}),
		};
		return [
			...readFileSync(join(root, path), "utf8").matchAll(
				/from "(@lab\/[a-z-]+)/g,
			),
		]
			.map(([, name]) => name ?? "")
			.filter((name) => !(name in listed) && !path.includes(".test."))
			.map((name) => `${path} imports ${name}`);
	});
	expect(missing).toEqual([]);
});

test("every dependency in package.json is imported", () => {
	const unused = packages.flatMap((name) => {
		const imported = imports
			.filter(({ from }) => packageOf(from) === name)
			.map(({ to }) => to);
		return Object.keys(manifestOf(name).dependencies ?? {})
			.filter(
				(listed) =>
					!resolvedByName.includes(listed) &&
					!imported.some((to) => to === listed || to.startsWith(`${listed}/`)),
			)
			.map((listed) => `${name} lists ${listed}`);
	});
	expect(unused).toEqual([]);
});

describe("imports between files", () => {
	test("no relative import leaves its package", () => {
		expect(
			imports.filter(
				({ from, to, isFile }) => isFile && packageOf(to) !== packageOf(from),
			),
		).toEqual([]);
	});

	test("only core starts programs", () => {
		const starters = ["execa", "zx", "node:child_process"];
		expect(
			imports.filter(
				({ from, to }) =>
					packageOf(from) !== "core" && !isTest(from) && starters.includes(to),
			),
		).toEqual([]);
	});

	test("only core calls fetch, which may forget its signal", () => {
		expect(
			packages
				.flatMap((name) => sourcesIn(root, `packages/${name}`))
				.filter(
					(path) =>
						packageOf(path) !== "core" &&
						!isTest(path) &&
						/\bfetch\(/.test(readFileSync(join(root, path), "utf8")),
				),
		).toEqual([]);
	});

	test("a file whose name starts with an underscore is used only in its folder", () => {
		expect(
			imports.filter(
				({ from, to, isFile }) =>
					isFile && isInternal(to) && !from.startsWith(`${dirname(to)}/`),
			),
		).toEqual([]);
	});

	test("backends of the runner do not import each other", () => {
		const backendOf = (path: string) =>
			/^packages\/runner\/src\/backends\/([^/]+)\//.exec(path)?.[1];
		expect(
			imports.filter(({ from, to }) => {
				const [one, other] = [backendOf(from), backendOf(to)];
				return one !== undefined && other !== undefined && one !== other;
			}),
		).toEqual([]);
	});

	test("commands are imported only by their registry", () => {
		const isCommand = (path: string) =>
			path.startsWith("packages/cli/src/commands/") && !isInternal(path);
		expect(
			imports.filter(
				({ from, to }) =>
					isCommand(to) && from !== "packages/cli/src/registry.ts",
			),
		).toEqual([]);
	});
});

test("objects are added with add, which type-checks their fields", () => {
	const untyped = sources.filter(
		(path) =>
			/^packages\/(components|experiments)\//.test(path) &&
			/new ApiObject\(/.test(readFileSync(join(root, path), "utf8")),
	);
	expect(untyped).toEqual([]);
});

describe("a type of a Kubernetes object", () => {
	test("is defined only in packages/kubernetes", () => {
		const home = /^packages\/kubernetes\/src\/(object|generated\/objects)\.ts$/;
		expect(
			["packages", "test", "bench", "local-lab", "ansible"]
				.flatMap((folder) => sourcesIn(root, folder))
				.filter((path) => !home.test(path))
				.flatMap((path) =>
					objectTypesIn(path, readFileSync(join(root, path), "utf8")).map(
						(line) => `${path}:${line} must be or extend ReadObject`,
					),
				),
		).toEqual([]);
	});

	test("is found as an interface, as an alias and in a cast", () => {
		const planted = `
			interface Pod { readonly metadata: { name: string }; readonly spec: object }
			type Found = { apiVersion: string; metadata?: Metadata };
			const [one] = JSON.parse(text) as { kind: string; metadata: { name: string } }[];
			interface Right extends ReadObject { readonly metadata: Named; readonly spec: object }
			const object = { kind: "Pod", metadata: { name: "a" } };
		`;
		expect(objectTypesIn("planted.ts", planted)).toEqual([2, 3, 4]);
	});
});

test("no file or folder is named utils, common, helper or manager", () => {
	expect(
		sources.filter((path) =>
			/(^|\/)_?(utils?|common|helpers?|manager)[/.]/.test(path),
		),
	).toEqual([]);
});

test("every component is registered, and every registered component has a folder", () => {
	const folders = readdirSync(join(root, "packages/components/src"), {
		withFileTypes: true,
	})
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
		.map(({ name }) => name);
	expect(components.map(({ name }) => name).sort()).toEqual(folders.sort());
});

test("CONTRIBUTING.md gives a reason for every dependency", () => {
	const table = readFileSync(join(root, "CONTRIBUTING.md"), "utf8")
		.split("## Dependencies")[1]
		?.matchAll(/^\| ([^|]+?) +\|/gm);
	const named = [...(table ?? [])].flatMap(([, names = ""]) =>
		names.split(", "),
	);
	const { catalog } = parse(
		readFileSync(join(root, "pnpm-workspace.yaml"), "utf8"),
	) as { catalog: Record<string, string> };
	const covers = (name: string) => (one: string) =>
		one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1)));
	expect(
		Object.keys(catalog).filter((name) => !named.some(covers(name))),
	).toEqual([]);
	expect(
		named.filter(
			(one) =>
				one !== "package" &&
				!/^-+$/.test(one) &&
				!Object.keys(catalog).some((name) => covers(name)(one)),
		),
	).toEqual([]);
});
