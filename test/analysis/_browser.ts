import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "@lab/core";
import { expect } from "vitest";

/** Runs in the page: what a reader sees of it, as its title. */
const PROBE = `addEventListener("load", () => {
	const box = (element) => element.getBoundingClientRect();
	const plots = [...document.querySelectorAll("svg")];
	const texts = [...document.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && box(text).width > 0);
	const scale = (svg) => box(svg).width / svg.viewBox.baseVal.width;
	document.title = JSON.stringify({
		plots: plots.filter((svg) => box(svg).height > 40).length,
		wide: document.documentElement.scrollWidth > innerWidth,
		text: texts.length,
		small: texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) * scale(text.closest("svg")) < 10).map((text) => text.textContent),
		clipped: texts.filter((text) => {
			const [inner, outer] = [box(text), box(text.closest("svg"))];
			return inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 2 || inner.bottom > outer.bottom + 2;
		}).map((text) => text.textContent),
		cut: texts.map((text) => text.textContent).filter((text) => text.endsWith("…")),
	});
})`;

/** Opens a page in a browser: all plots are visible and fit, and no text is tiny, clipped or cut. */
export async function expectReadable(
	page: string,
	{ width = 1000 }: { readonly width?: number } = {},
): Promise<void> {
	const html = await readFile(page, "utf8");
	await writeFile(
		`${page}.probe.html`,
		html.replace("</body>", `<script>${PROBE}</script></body>`),
	);
	const { stdout } = await run(
		"chromium",
		[
			"--headless",
			"--no-sandbox",
			"--disable-gpu",
			"--disable-background-networking",
			"--disable-component-update",
			`--user-data-dir=${join(dirname(page), "chromium")}`,
			`--window-size=${width},800`,
			"--virtual-time-budget=5000",
			"--dump-dom",
			`file://${page}.probe.html`,
		],
		{ timeout: "60s" },
	);
	const { text, ...seen } = JSON.parse(
		(/<title>(.*?)<\/title>/.exec(stdout)?.[1] ?? "")
			.replaceAll("&quot;", '"')
			.replaceAll("&lt;", "<")
			.replaceAll("&gt;", ">")
			.replaceAll("&amp;", "&"),
	);
	expect(seen).toEqual({
		plots: html.match(/<svg /g)?.length,
		wide: false,
		small: [],
		clipped: [],
		cut: [],
	});
	expect(text).toBeGreaterThan(20);
}
