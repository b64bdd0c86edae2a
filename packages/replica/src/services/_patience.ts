import { stat } from "node:fs/promises";
import { cpuTicksOf } from "@lab/core";

/** Time without a sign of life after which a starting program is given up, in ms. */
const SILENT_MS = 60_000;
/** Time after which it is given up in any case, in ms. */
const LONGEST_MS = 900_000;
/** CPU time that counts as a sign of life, in ticks of 10 ms; an idle Go program uses less in a minute. */
const BUSY_TICKS = 100;

/**
 * Patience with a program that starts: as long as its log grows or it computes,
 * since a slow machine needs many times as long as a fast one.
 */
export class Patience {
	private readonly log: string;
	private readonly pid: number | undefined;
	private readonly limits: PatienceLimits;
	private readonly began = performance.now();
	private lastSign = this.began;
	private logSize = -1;
	private ticks = 0;

	constructor(
		log: string,
		pid: number | undefined,
		limits: PatienceLimits = { silentMs: SILENT_MS, longestMs: LONGEST_MS },
	) {
		this.log = log;
		this.pid = pid;
		this.limits = limits;
	}

	/** @returns why to give up; undefined as long as there is hope */
	async end(): Promise<string | undefined> {
		const now = performance.now();
		const size = await stat(this.log).then(
			(entry) => entry.size,
			() => 0,
		);
		const ticks = this.pid === undefined ? 0 : await cpuTicksOf(this.pid);
		if (size !== this.logSize || ticks - this.ticks >= BUSY_TICKS) {
			this.lastSign = now;
			this.logSize = size;
			this.ticks = ticks;
		}
		const { silentMs, longestMs } = this.limits;
		if (now - this.lastSign > silentMs)
			return `did not answer, and for ${silentMs / 1000} s neither wrote to its log nor computed`;
		if (now - this.began > longestMs)
			return `did not answer within ${longestMs / 60_000} min`;
		return undefined;
	}
}

export interface PatienceLimits {
	readonly silentMs: number;
	readonly longestMs: number;
}
