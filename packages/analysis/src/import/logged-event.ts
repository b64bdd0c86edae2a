/** A line of `events.log`. */
export interface LoggedEvent {
	readonly event?: unknown;
	readonly timestamp?: unknown;
	readonly [key: string]: unknown;
}
