/** Event of a run, which the callback plug-in prints as one line of JSON. */
export type Event =
	| { readonly event: "play"; readonly name: string }
	| {
			readonly event: "task";
			readonly name: string;
			readonly role: string;
			readonly id: string;
	  }
	| TaskResult
	| { readonly event: "end"; readonly hosts: Record<string, HostSummary> };

export interface TaskResult {
	readonly event: "result";
	readonly host: string;
	readonly task: string;
	readonly role: string;
	readonly status: "ok" | "failed" | "rescued" | "unreachable";
	readonly changed: boolean;
	readonly seconds: number;
	/** Machine that ran the task, if it was delegated. */
	readonly on?: string;
	readonly msg?: unknown;
	readonly stderr?: string;
	readonly problems?: readonly string[];
	readonly report?: unknown;
	readonly diff?: unknown;
}

export interface HostSummary {
	readonly ok: number;
	readonly changed: number;
	readonly failures: number;
	readonly unreachable: number;
}

/** @returns the event in a line, or undefined for Ansible's other output */
export function parseEvent(line: string): Event | undefined {
	if (!line.startsWith('{"event"')) return undefined;
	try {
		return JSON.parse(line) as Event;
	} catch {
		return undefined;
	}
}
