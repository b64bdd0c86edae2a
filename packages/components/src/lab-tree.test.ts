import { add } from "@lab/bundles";
import { LabError } from "@lab/core";
import { environments } from "@lab/lab";
import { ConfigMap } from "cdk8s-plus-28";
import { expect, test } from "vitest";
import { type Component, defineComponent } from "./component.ts";
import { renderLab } from "./lab-tree.ts";

const component = (
	name: string,
	objects: Component["objects"] = (scope) =>
		add(scope, "config", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name },
			data: { word: "on" },
		}),
): Component =>
	defineComponent({ name, purpose: "tests", namespace: "default", objects });

/** Renders components, and returns the findings as text. */
function faultsOf(...components: Component[]): string[] {
	try {
		return renderLab(components, environments.vaclab).findings.map(
			({ code, what }) => `${code}: ${what}`,
		);
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		return error.findings.map(
			({ code, what, where }) => `${code} at ${where}: ${what}`,
		);
	}
}

const place = (name: string) => `packages/components/src/${name}/component.ts`;

test("all components that throw are reported with their files", () => {
	const thrower = component("thrower", () => {
		throw new TypeError("no such thing");
	});
	const twice = component("twice", (scope) => {
		for (const name of ["a", "b"])
			new ConfigMap(scope, "one", { metadata: { name } });
	});
	expect(faultsOf(component("right"), thrower, twice)).toEqual([
		`unusable-description at ${place("thrower")}: thrower cannot be rendered: no such thing`,
		expect.stringContaining(`unusable-description at ${place("twice")}`),
	]);
});

test("a component that needs one that throws is not reported", () => {
	const thrower = component("thrower", () => {
		throw new Error("no");
	});
	const reader = { ...component("reader"), needs: [thrower] };
	expect(faultsOf(reader, thrower)).toEqual([
		`unusable-description at ${place("thrower")}: thrower cannot be rendered: no`,
	]);
});

test("a duplicate name is reported with its file", () => {
	expect(faultsOf(component("same"), component("same"))).toContain(
		`duplicate-component at ${place("same")}: two components are called 'same'`,
	);
});

test("a need that is undefined is reported", () => {
	const needs = [undefined] as unknown as Component[];
	expect(faultsOf({ ...component("self"), needs })).toEqual([
		`undefined-need at ${place("self")}: need 1 of self is undefined`,
	]);
});

test("a cycle of needs is reported", () => {
	const needs: Component[] = [];
	const first = { ...component("first"), needs };
	const second = { ...component("second"), needs: [first] };
	needs.push(second);
	expect(faultsOf(first, second)).toEqual([
		`need-cycle at ${place("first")}: first needs second needs first`,
	]);
	needs[0] = first;
	expect(faultsOf(first)).toEqual([
		`need-cycle at ${place("first")}: first needs first`,
	]);
});
