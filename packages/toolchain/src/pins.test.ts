import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { binaryName } from "./build.ts";
import { familyFolder, findPin, moduleVersion, pins } from "./pins.ts";
import { type Family, families } from "./tools.ts";

const list = Object.entries(families) as [keyof typeof families, Family][];

test("families and folders of tools/go correspond", () => {
	const folders = readdirSync(join(familyFolder("fleet"), ".."));
	expect(folders.sort()).toEqual(Object.keys(families).sort());
});

test.each(list)(
	"the go.mod of %s requires the version and packages that tools.ts pins",
	(name, family) => {
		expect(moduleVersion(name, family.module)).toBe(
			family.moduleVersion ?? `v${family.version}`,
		);
		const text = readFileSync(join(familyFolder(name), "go.mod"), "utf8");
		for (const program of Object.values(family.tools)) {
			if (program.package !== ".") {
				expect(text.split(/\s+/)).toContain(program.package);
			}
		}
	},
);

test("no two tools have the same name", () => {
	const names = pins.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});

test("every template placeholder is filled in", () => {
	expect(JSON.stringify(pins)).not.toMatch(/\{\w+\}/);
});

test("VictoriaLogs is built against the pinned version of VictoriaMetrics", () => {
	const { module } = families["victoria-metrics"];
	expect(moduleVersion("victoria-logs", module)).toBe(
		`v${families["victoria-metrics"].version}`,
	);
});

test.each([
	["fleet", "fleetcli"],
	["k3d", "k3d"],
	["kube-state-metrics", "kube-state-metrics"],
	["vm-operator", "cmd"],
	["etcd", "etcd"],
])("the Go binary of %s is named '%s'", (name, expected) => {
	expect(binaryName(findPin(name))).toBe(expected);
});
