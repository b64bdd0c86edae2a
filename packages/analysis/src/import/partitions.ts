import type { LoggedEvent } from "./logged-event.ts";
import { timeOf } from "./time.ts";

/** Time in which policies kept two sides of the nodes apart, ns since 1970. */
export interface Partition {
	/** Numbers of nodes of the sides. */
	readonly sides: readonly number[];
	readonly start: bigint;
	/** When the policies were deleted; the end of the run if they never were. */
	readonly end: bigint;
	readonly healed: boolean;
}

/** The events are stamped with whole seconds. */
const SECOND = 1_000_000_000n;

/**
 * Derives partitions from `partition_applied`, logged once the policies exist, and
 * `partition_healed`, logged once they are deleted. 10ksim does not probe whether
 * they had an effect.
 *
 * @param end of the run
 */
export function partitionsOf(
	events: readonly LoggedEvent[],
	end: bigint | undefined,
): Partition[] {
	const partitions: Partition[] = [];
	let open: Pick<Partition, "sides" | "start"> | undefined;
	for (const { event, timestamp, ...rest } of events) {
		const at = timeOf(String(timestamp));
		if (at === undefined) continue;
		if (event === "partition_applied") {
			const sides = Object.entries(rest)
				.filter(([name]) => name.startsWith("side_"))
				.map(([, nodes]) => Number(nodes));
			open = { sides, start: at };
		} else if (event === "partition_healed" && open !== undefined) {
			partitions.push({ ...open, end: at + SECOND, healed: true });
			open = undefined;
		}
	}
	if (open !== undefined)
		partitions.push({
			...open,
			end: (end ?? open.start) + SECOND,
			healed: false,
		});
	return partitions;
}

/** Names of the windows of partitions: the only one has no number. */
export const partitionWindows = (partitions: readonly Partition[]) =>
	partitions.map(({ start, end }, index) => ({
		name: partitions.length === 1 ? "partition" : `partition-${index + 1}`,
		start,
		end,
	}));
