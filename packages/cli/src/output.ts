import process from "node:process";
import type { Progress } from "@lab/core";

/** Reports progress of long work on stderr. On a terminal each step replaces the previous one. */
export interface ProgressOutput extends Progress {
	/** Ends the report; clears the last step from a terminal. */
	end(): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

function elapsed(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)}s`;
}

/** Lets a command go on when nobody reads its output any more: `pnpm lab ... | head`. */
export function tolerateClosedPipes(): void {
	for (const stream of [process.stdout, process.stderr]) {
		if (!stream.listeners("error").includes(ignoreClosed))
			stream.on("error", ignoreClosed);
	}
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
	if (error.code !== "EPIPE") throw error;
}

/** A spinner with elapsed time on a terminal, plain lines elsewhere. */
export function createProgress(
	stream: NodeJS.WriteStream = process.stderr,
): ProgressOutput {
	const start = Date.now();
	let current = "";
	let frame = 0;
	let timer: NodeJS.Timeout | undefined;
	const clear = () => stream.isTTY && stream.write("\r\u001b[2K");
	const draw = () => {
		clear();
		frame = (frame + 1) % FRAMES.length;
		stream.write(`${FRAMES[frame]} ${current} ${elapsed(start)}`);
	};
	return {
		step(text) {
			if (!stream.isTTY) {
				stream.write(`[${elapsed(start)}] ${text}\n`);
				return;
			}
			current = text.slice(0, Math.max(20, (stream.columns ?? 80) - 12));
			timer ??= setInterval(draw, 100).unref();
			draw();
		},
		note(text) {
			clear();
			stream.write(`${text}\n`);
		},
		end() {
			clearInterval(timer);
			timer = undefined;
			clear();
		},
	};
}

const CODES = { red: 31, green: 32, yellow: 33 } as const;

/** Colours a text on a terminal; leaves it plain elsewhere. */
export const paint = (colour: keyof typeof CODES, text: string): string =>
	process.env.FORCE_COLOR || (process.stdout.isTTY && !process.env.NO_COLOR)
		? `\u001b[${CODES[colour]}m${text}\u001b[39m`
		: text;
