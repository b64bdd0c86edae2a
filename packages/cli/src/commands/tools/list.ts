import { type Located, locateTools, type Pin, pins } from "@lab/toolchain";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	example: "pnpm lab tools list --json",
	async run() {
		const found = await locateTools(pins);
		const tools = pins.map((pin, index) => describe(pin, found[index]));
		const ready = tools.filter(({ state }) => state === "ready").length;
		return {
			exit: 0,
			document: { tools },
			text: [
				table(tools),
				`${ready} of ${tools.length} are on this machine; 'pnpm lab tools ensure' installs the others`,
			].join("\n\n"),
		};
	},
});

type Row = ReturnType<typeof describe>;

function describe(pin: Pin, tool: Located | undefined) {
	return {
		name: pin.name,
		version: pin.version,
		state: tool === undefined ? "missing" : "ready",
		source: tool?.source ?? null,
		path: tool?.path ?? null,
		origin: tool?.origin ?? null,
	};
}

function table(tools: readonly Row[]): string {
	const rows = tools.map(({ name, version, state, source, path, origin }) => [
		name,
		version,
		state === "ready"
			? [source, origin?.source].filter(Boolean).join(", ")
			: state,
		path ?? "",
	]);
	const width = (column: number) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0));
	return rows
		.map((row) => row.map((cell, column) => cell.padEnd(width(column))))
		.map((cells) => cells.join("  ").trimEnd())
		.join("\n");
}
