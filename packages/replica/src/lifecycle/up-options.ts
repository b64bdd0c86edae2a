import type { Progress } from "@lab/core";
import type { Environment } from "@lab/lab";
import type { TreeSettings } from "../rollout/settings.ts";
import type { StartedService } from "../services/service.ts";
import type { Folder, Mode, ReplicaRecord } from "../state/folder.ts";
import type { Switches } from "./switches.ts";

export interface UpOptions {
	readonly folder: Folder;
	/** @default embedded */
	readonly mode?: Mode;
	readonly env: Environment;
	/** Rules, scrape jobs and programs of the tree. @default none */
	readonly settings?: TreeSettings;
	readonly exposed?: ReplicaRecord["exposed"];
	/** Folder of chart archives, possibly including Fleet's. */
	readonly charts?: string | undefined;
	/** Programs of bundles to switch off or on. @default no change */
	readonly switches?: Switches;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

export interface UpResult {
	readonly record: ReplicaRecord;
	/** Services that had to be started. */
	readonly started: readonly StartedService[];
	readonly notes: readonly string[];
	/** Difference from the configuration that only a new replica removes. */
	readonly drift?: string | undefined;
}
