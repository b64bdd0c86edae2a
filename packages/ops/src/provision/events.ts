/** What the callback plug-in prints, one line of JSON each. */
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
	/** The machine that did it, where that is another. */
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

/** An event, or nothing when the line is Ansible's own talk. */
export function parseEvent(line: string): Event | undefined {
	if (!line.startsWith('{"event"')) return undefined;
	try {
		return JSON.parse(line) as Event;
	} catch {
		return undefined;
	}
}
