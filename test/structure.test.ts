import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { components } from "@lab/components";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const packages = readdirSync(join(root, "packages"));

/** Who may import whom; CONTRIBUTING.md says why. */
const allowed: Readonly<Record<string, readonly string[]>> = {
	core: [],
	record: ["core"],
	signals: ["core"],
	lab: ["core"],
	bundles: ["core"],
	"test-node": [],
	analysis: ["core", "record", "signals"],
	trust: ["core", "record", "signals", "analysis"],
	monitoring: ["core", "lab", "signals", "analysis", "trust"],
	components: ["core", "lab", "bundles", "monitoring"],
	experiments: ["core", "lab", "bundles", "record", "signals"],
	runner: ["core", "record"],
	ops: ["core", "lab", "record"],
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

test.each(packages)("the package %s imports only what it may", (name) => {
	const imports = Object.keys(manifestOf(name).dependencies ?? {})
		.filter((dependency) => dependency.startsWith("@lab/"))
		.map((dependency) => dependency.slice("@lab/".length));
	expect(imports.filter((other) => !allowed[name]?.includes(other))).toEqual(
		[],
	);
});

const sources = packages.flatMap((name) =>
	readdirSync(join(root, "packages", name, "src"), {
		recursive: true,
		encoding: "utf8",
	})
		.filter((path) => path.endsWith(".ts"))
		.map((path) => join("packages", name, "src", path)),
);

test("every import of a package is listed in its package.json", () => {
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

test("only core starts programs", () => {
	const callers = sources.filter(
		(path) =>
			!path.startsWith("packages/core/") &&
			!path.includes(".test.") &&
			/from "(execa|node:child_process)"/.test(
				readFileSync(join(root, path), "utf8"),
			),
	);
	expect(callers).toEqual([]);
});

test("nothing is called utils, common, helper or manager", () => {
	expect(
		sources.filter((path) =>
			/(^|\/)_?(utils?|common|helpers?|manager)[/.]/.test(path),
		),
	).toEqual([]);
});

test("every component is registered, and every registered one has a folder", () => {
	const folders = readdirSync(join(root, "packages/components/src"), {
		withFileTypes: true,
	})
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	expect(components.map(({ name }) => name).sort()).toEqual(folders.sort());
});

test("every dependency has its reason in CONTRIBUTING.md", () => {
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
