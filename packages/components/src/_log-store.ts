import { type Environment, pinned, place, storageClasses } from "@lab/lab";

const decided = <T>(value: T): T => pinned(value, "a fact of the environment");

/** Keeps a store that a large query or burst slows down among its Service's addresses for 50 s instead of 15 s: the others would get its load too. */
const patience = { probe: { readiness: { failureThreshold: 10 } } };

/** Values that both log stores share. */
export const logStore = (
	env: Environment,
	{ vlinsert, vlselect, vlstorage, retention, disk }: LogStoreSize,
) => ({
	vlinsert: {
		...patience,
		replicaCount: decided(vlinsert),
		...(env.reserves && {
			resources: {
				requests: { cpu: "2", memory: "2Gi" },
				limits: { cpu: "8", memory: "8Gi" },
			},
		}),
	},
	vlselect: { ...patience, replicaCount: decided(vlselect) },
	vlstorage: {
		...patience,
		replicaCount: decided(vlstorage),
		retentionPeriod: decided(retention),
		// Deletes the oldest days before the disk is full and the store stops accepting logs.
		retentionMaxDiskUsagePercent: "90",
		persistentVolume: {
			size: disk,
			storageClassName: storageClasses.workers.name,
		},
		...(env.reserves && {
			resources: { requests: { cpu: "2", memory: "1Gi" } },
		}),
		...place("workerStorage"),
	},
});

interface LogStoreSize {
	readonly vlinsert: number;
	readonly vlselect: number;
	readonly vlstorage: number;
	readonly retention: Environment["retention"]["logs"];
	readonly disk: Environment["disks"]["logs"];
}
