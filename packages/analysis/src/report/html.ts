import { escapeMarkup, markdownTable } from "@lab/core";
import type { Plot } from "./plots/index.ts";
import type { Section } from "./sections/index.ts";

const STYLE = `
:root{color-scheme:light}
body{font:15px/1.5 "DejaVu Sans",system-ui,sans-serif;max-width:960px;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.6rem;margin-bottom:.2rem;overflow-wrap:anywhere}h2{font-size:1.2rem;margin-top:2.2rem;break-after:avoid}
.subtitle{color:#555;margin:0 0 1rem}
.verdict{padding:.6rem 1rem;border-left:6px solid;margin:1rem 0;print-color-adjust:exact}
.verdict p{margin:0;font-weight:bold}.verdict ul{margin:.4rem 0 0;padding-left:1.2rem}.verdict li{overflow-wrap:anywhere}
.yes{border-color:#009e73;background:#eefaf5}.no{border-color:#b2182b;background:#fdf0f0}.unknown{border-color:#e69f00;background:#fdf7ea}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem}
th,td{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
.short{white-space:nowrap}@media screen{td.label{white-space:nowrap}}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}
tr{break-inside:avoid;print-color-adjust:exact}tr.no td:first-child,tr.yes td:first-child,tr.unknown td:first-child{border-left:4px solid}
tr.no td:first-child{border-left-color:#b2182b}tr.yes td:first-child{border-left-color:#009e73}tr.unknown td:first-child{border-left-color:#e69f00}
tr.yes{background:none}
figure{margin:1.5rem 0;break-inside:avoid}section[id]{break-inside:avoid}svg{max-width:100%;height:auto;display:block}
figcaption,.note{color:#555;font-size:.85rem}.note{break-after:avoid;break-inside:avoid}thead{break-after:avoid}
@media print{@page{size:A4;margin:14mm}body{font-size:11px;max-width:none;margin:0;padding:0}h2{margin-top:1.4rem}
.wide{overflow:visible}table{font-size:.68rem;max-width:100%}th,td{padding:.15rem .3rem}figure{margin:.6rem 0}figcaption,.note{font-size:.72rem}}
`;

const isNumber = (value: string | number | undefined): boolean =>
	typeof value === "number" || /^-?[\d.]+( %)?$/.test(value ?? "");

/** A column of numbers is aligned as one; empty cells do not matter. */
const isNumeric = (rows: Section["rows"], at: number): boolean =>
	rows.some((row) => row[at] !== "") &&
	rows.every((row) => row[at] === "" || isNumber(row[at]));

/** Lets long names break, so that wide tables fit a page: `first<wbr>_ms`, and hashes. */
const breakable = (value: string | number): string =>
	escapeMarkup(value)
		.replaceAll("_", "<wbr>_")
		.replace(/[0-9A-Fa-f]{24,}/g, (hash) => hash.replace(/.{8}/g, "$&<wbr>"));

/** A few words stay on one line, and so does the name of a row unless it is long. */
function widthOf(value: string | number, column: number): string[] {
	const { length } = String(value);
	if (typeof value === "string" && length <= 14 && value.includes(" "))
		return ["short"];
	return column === 0 && length <= 28 ? ["label"] : [];
}

const table = ({ title, note, columns, rows, tones = [] }: Section): string => {
	const numeric = columns.map((_, at) => isNumeric(rows, at));
	const cells = (row: Section["rows"][number], tag: "th" | "td") =>
		row
			.map((value, at) => {
				const classes = [
					numeric[at] ? "number" : [],
					tag === "td" ? widthOf(value, at) : [],
				].flat();
				const named = classes.length > 0 ? ` class="${classes.join(" ")}"` : "";
				return `<${tag}${named}>${breakable(value)}</${tag}>`;
			})
			.join("");
	return `
<section><h2>${escapeMarkup(title)}</h2>${note ? `<p class="note">${escapeMarkup(note)}</p>` : ""}
<div class="wide"><table><thead><tr>${cells(columns, "th")}</tr></thead>
<tbody>${rows.map((row, at) => `<tr${tones[at] ? ` class="${tones[at]}"` : ""}>${cells(row, "td")}</tr>`).join("\n")}</tbody></table></div></section>`;
};

const figure = ({ name, title, caption, svg }: Plot): string => `
<section id="${escapeMarkup(name)}"><h2>${escapeMarkup(title)}</h2>
<figure role="img" aria-label="${escapeMarkup(title)}">${svg}<figcaption>${escapeMarkup(caption)}</figcaption></figure></section>`;

export interface Page {
	readonly title: string;
	/** What the page is about, in one line. */
	readonly subtitle: string;
	readonly verdict: {
		readonly holds: "yes" | "no" | "unknown";
		readonly headline: string;
		readonly reasons: readonly string[];
	};
	/** Tables before the plots, and after them. */
	readonly first: readonly Section[];
	readonly details: readonly Section[];
	readonly plots: readonly Plot[];
}

/** Renders one self-contained page, without scripts or external requests, for the screen and for paper. */
export const toHtml = ({
	title,
	subtitle,
	verdict: { holds, headline, reasons },
	first,
	details,
	plots,
}: Page): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeMarkup(title)}</title><style>${STYLE}</style></head><body>
<h1>${escapeMarkup(title)}</h1>
<p class="subtitle">${escapeMarkup(subtitle)}</p>
<div class="verdict ${holds}"><p>${escapeMarkup(headline)}</p>${reasons.length > 0 ? `<ul>${reasons.map((one) => `<li>${escapeMarkup(one)}</li>`).join("")}</ul>` : ""}</div>
${first.map(table).join("")}
${plots.map(figure).join("")}
${details.map(table).join("")}
</body></html>
`;

/** Renders the page as Markdown that links to the plots as PNG files in the same folder. */
export const toMarkdown = ({
	title,
	subtitle,
	verdict: { headline, reasons },
	first,
	details,
	plots,
}: Page): string =>
	[
		`# ${title}`,
		subtitle,
		[`**${headline}**`, ...reasons.map((one) => `- ${one}`)].join("\n\n"),
		...first.map(markdownSection),
		...plots.map(
			({ name, title: heading, caption }) =>
				`## ${heading}\n\n![${heading}](${name}.png)\n\n${caption}`,
		),
		...details.map(markdownSection),
	].join("\n\n");

const markdownSection = ({ title, note, columns, rows }: Section): string =>
	`## ${title}\n\n${note ? `${note}\n\n` : ""}${markdownTable(columns, rows)}`;
