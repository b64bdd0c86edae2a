import process from "node:process";

/** Tells of long work while it runs; always on stderr. */
export interface Progress {
	/** A step begins. On a terminal it takes the place of the one before. */
	step(text: string): void;
	/** A line that stays. */
	note(text: string): void;
	/** The work is over: takes the last step off a terminal. */
	end(): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

function elapsed(since: number): string {
	return `${((Date.now() - since) / 1000).toFixed(1)}s`;
}

/** A spinner with elapsed time on a terminal, plain lines elsewhere. */
export function createProgress(
	stream: NodeJS.WriteStream = process.stderr,
): Progress {
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

/** Text in a colour, for a person at a terminal; plain for everybody else. */
export const paint = (colour: keyof typeof CODES, text: string): string =>
	process.env.FORCE_COLOR || (process.stdout.isTTY && !process.env.NO_COLOR)
		? `\u001b[${CODES[colour]}m${text}\u001b[39m`
		: text;
