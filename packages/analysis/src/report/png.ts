import { createRequire } from "node:module";
import { join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

const fonts = join(
	createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json"),
	"../ttf",
);

/** Renders an SVG as PNG at twice its size, with a bundled font, so that all machines give the same picture. */
export const toPng = (svg: string): Buffer =>
	new Resvg(svg, {
		fitTo: { mode: "zoom", value: 2 },
		font: {
			loadSystemFonts: false,
			fontFiles: ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) =>
				join(fonts, name),
			),
			defaultFontFamily: "DejaVu Sans",
		},
	})
		.render()
		.asPng();
