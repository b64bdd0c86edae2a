import { type Duration, LabError, suggestion, toMilliseconds } from "@lab/core";
import type { Option } from "./command.ts";

/** Parses the text of one option. @throws LabError `wrong-option`, located at for example `--lines ten` */
export type ReadValue = (text: string) => unknown;

/** Parsers by the value's name, such as `<duration>`. */
const readers: Readonly<Record<string, ReadValue>> = {
	duration: (text) => {
		toMilliseconds(text as Duration);
		return text;
	},
	count: (text) => {
		const count = Number(text);
		if (Number.isInteger(count) && count > 0) return count;
		throw new RangeError(`'${text}' is not a positive whole number`);
	},
	share: (text) => {
		const share = Number(text);
		if (share > 0 && share < 1) return share;
		throw new RangeError(`'${text}' is not a share between 0 and 1`);
	},
};

const HELP: Readonly<Record<string, string>> = {
	duration: "write it as 200ms, 90s, 10m or 2h",
	count: "write a whole number, 1 or greater",
	share: "write 0.05 for 5 %",
};

/** Name of an option's value without its brackets; undefined for a flag. */
const valueName = ({ flags }: Option): string | undefined =>
	/<(.+)>/.exec(flags)?.[1];

/** Parser of an option's value; undefined for a flag. */
export function readerOf(option: Option): ReadValue | undefined {
	const name = valueName(option);
	if (name === undefined) return undefined;
	const flag = option.flags.split(" ")[0] ?? "";
	const { choices } = option;
	return (text) => {
		if (choices !== undefined && !choices.includes(text))
			throw wrongOption(
				`${flag} ${text}`,
				`${flag} does not take '${text}'`,
				suggestion(text, choices),
			);
		try {
			return (readers[name] ?? String)(text);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			throw wrongOption(`${flag} ${text}`, error.message, HELP[name] ?? "");
		}
	};
}

const wrongOption = (where: string, what: string, help: string): LabError =>
	new LabError({ code: "wrong-option", what, where, help });
