import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { nodeExporter } from "./component.ts";

const args = renderComponent(nodeExporter).values.extraArgs as string[];
const flagValue = (flag: string) =>
	args.find((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? "";

test.each(["ethtool", "qdisc", "cpu.info", "sysctl"])(
	"the collector %s, which is off by default, is enabled",
	(name) => {
		expect(args).toContain(`--collector.${name}`);
	},
);

test.each(["ethtool.device-exclude", "netdev.device-exclude"])(
	"%s excludes interfaces of pods, but not the NIC",
	(flag) => {
		const excluded = new RegExp(flagValue(`--collector.${flag}`));
		expect(excluded.test("lxc5c1f2a")).toBe(true);
		for (const device of ["eno1", "enp65s0f0", "bond0", "cilium_geneve"])
			expect(excluded.test(device), device).toBe(false);
	},
);

test("the file systems of Longhorn's disks are collected, those of pods are not", () => {
	const excluded = new RegExp(
		flagValue("--collector.filesystem.mount-points-exclude"),
	);
	expect(excluded.test("/")).toBe(false);
	expect(excluded.test("/var/lib/longhorn")).toBe(false);
	expect(excluded.test("/var/lib/kubelet/pods/1/volumes/x")).toBe(true);
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(nodeExporter, env).faults).toEqual([]);
	},
);
