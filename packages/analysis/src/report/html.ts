import type { Plot } from "./plots/index.ts";
import type { Section } from "./sections.ts";

const STYLE = `
body{font:15px/1.5 "DejaVu Sans",system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}
.verdict{padding:.6rem 1rem;border-left:6px solid;margin:1rem 0}
.yes{border-color:#009e73;background:#eefaf5}.no{border-color:#b2182b;background:#fdf0f0}.unknown{border-color:#e69f00;background:#fdf7ea}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}
th,td{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
td.number{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:1.5rem 0}svg{max-width:100%;height:auto}figcaption,.note{color:#555;font-size:.85rem}
`;

const escaped = (text: string | number): string =>
	String(text).replace(
		/[&<>"]/g,
		(c) =>
			({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string,
	);

const cell = (value: string | number): string =>
	`<td${typeof value === "number" || /^-?[\d.]+$/.test(value) ? ' class="number"' : ""}>${escaped(value)}</td>`;

const table = ({ title, note, columns, rows }: Section): string => `
<section><h2>${escaped(title)}</h2>${note ? `<p class="note">${escaped(note)}</p>` : ""}
<div class="wide"><table><thead><tr>${columns.map((name) => `<th>${escaped(name)}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("\n")}</tbody></table></div></section>`;

const figure = ({ name, title, caption, svg }: Plot): string => `
<section id="${escaped(name)}"><h2>${escaped(title)}</h2>
<figure role="img" aria-label="${escaped(title)}">${svg}<figcaption>${escaped(caption)}</figcaption></figure></section>`;

export interface Page {
	readonly title: string;
	readonly verdict: {
		readonly holds: "yes" | "no" | "unknown";
		readonly text: string;
	};
	readonly sections: readonly Section[];
	readonly plots: readonly Plot[];
}

/** One page without a script, an outside font or any other request. */
export const toHtml = ({
	title,
	verdict,
	sections,
	plots,
}: Page): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p class="verdict ${verdict.holds}">${escaped(verdict.text)}</p>
${sections.slice(0, 3).map(table).join("")}
${plots.map(figure).join("")}
${sections.slice(3).map(table).join("")}
</body></html>
`;

/** The same as Markdown; plots lie beside it. */
export const toMarkdown = ({ title, verdict, sections, plots }: Page): string =>
	[
		`# ${title}`,
		verdict.text,
		...sections.map(
			(section) =>
				`## ${section.title}\n\n${section.note ? `${section.note}\n\n` : ""}${row(section.columns)}\n${row(section.columns.map(() => "---"))}\n${section.rows.map(row).join("\n")}`,
		),
		...plots.map(
			({ name, title: heading, caption }) =>
				`## ${heading}\n\n![${heading}](${name}.png)\n\n${caption}`,
		),
	].join("\n\n");

const row = (cells: readonly (string | number)[]): string =>
	`| ${cells.map((text) => String(text).replaceAll("|", "\\|")).join(" | ")} |`;
