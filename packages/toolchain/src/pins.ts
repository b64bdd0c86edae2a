import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { contentHash, LabError, suggestion } from "@lab/core";
import {
	type Family,
	type FamilyName,
	families,
	type Program,
	type Release,
	type ToolName,
} from "./tools.ts";

export type { FamilyName, ToolName };

/** Outside program, with its family's facts and all templates filled in. */
export interface Pin {
	readonly name: ToolName;
	readonly family: FamilyName;
	readonly version: string;
	readonly package: string;
	readonly asks?: readonly string[];
	readonly release?: Release;
	/** Values of Go variables that the linker sets, by name. */
	readonly stamps: Readonly<Record<string, string>>;
}

const goFolder = join(import.meta.dirname, "../../../tools/go");

/** Folder of a family's go.mod. */
export const familyFolder = (family: FamilyName): string =>
	join(goFolder, family);

const platform = {
	os: process.platform,
	Os: process.platform === "darwin" ? "Darwin" : "Linux",
	arch: process.arch === "x64" ? "amd64" : process.arch,
	machine: process.arch === "x64" ? "x86_64" : process.arch,
};

function fill(template: string, values: Readonly<Record<string, string>>) {
	return template.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}

function pin(
	name: string,
	familyName: string,
	family: Family,
	program: Program,
): Pin {
	const values = { ...platform, name, version: family.version };
	const release = program.release ?? family.release;
	return {
		name: name as ToolName,
		family: familyName as FamilyName,
		version: family.version,
		package: program.package,
		stamps: fillAll(family.stamps, values),
		...(program.asks === undefined ? {} : { asks: program.asks }),
		...(release === undefined ? {} : { release: fillAll(release, values) }),
	};
}

const fillAll = <T extends object>(templates: T, values: typeof platform): T =>
	Object.fromEntries(
		Object.entries(templates).map(([key, text]) => [key, fill(text, values)]),
	) as T;

/** Every outside program, in the order of `tools.ts`. */
export const pins: readonly Pin[] = Object.entries(families).flatMap(
	([familyName, family]: [string, Family]) =>
		Object.entries(family.tools).map(([name, program]) =>
			pin(name, familyName, family, program),
		),
);

/** @throws LabError `unknown-tool` */
export function findPin(name: string): Pin {
	const found = pins.find((one) => one.name === name);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-tool",
		what: `unknown tool '${name}'`,
		where: "packages/toolchain/src/tools.ts",
		help: suggestion(
			name,
			pins.map((one) => one.name),
		),
	});
}

/** Hash of everything that determines a tool's bytes: its entry, its Go module, the platform. */
export function pinKey(one: Pin): string {
	const folder = familyFolder(one.family);
	const files = readdirSync(folder).map((file) => [
		file,
		readFileSync(join(folder, file), "utf8"),
	]);
	return contentHash({ one, files, platform }).slice(0, 10);
}

/** Go version that a family's go.mod requires. */
export function goVersion(family: FamilyName): string {
	const text = readFileSync(join(familyFolder(family), "go.mod"), "utf8");
	return /^go (\S+)$/m.exec(text)?.[1] ?? "1.26";
}

/** @returns version of a module that a family's go.mod requires, such as `v1.2.3` */
export function moduleVersion(
	family: FamilyName,
	module: string,
): string | undefined {
	const text = readFileSync(join(familyFolder(family), "go.mod"), "utf8");
	for (const line of text.split("\n")) {
		const [path, version] = line
			.replace(/^require /, "")
			.trim()
			.split(" ");
		if (path === module && version !== "=>") return version;
	}
	return undefined;
}
