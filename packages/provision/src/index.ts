export { type Adoption, adopt, planAdoption } from "./adopt/adopt.ts";
export type { Action, AdoptionInput, NewBundle } from "./adopt/adoption.ts";
export { crdsAtHand } from "./adopt/crds.ts";
export { readChecksums } from "./downloads.ts";
export { duplicationReport } from "./duplication.ts";
export { ansibleEnvironment } from "./environment.ts";
export { findHost } from "./hosts.ts";
export {
	inventoryOf,
	inventoryPath,
	inventoryText,
	labInventory,
} from "./inventory.ts";
export { pinDownloads } from "./pin.ts";
export { ansibleSettings } from "./playbook.ts";
export {
	type Job,
	type Provisioned,
	type ProvisionOptions,
	prepareInventory,
	provision,
} from "./provision.ts";
export { changesOf } from "./run-report.ts";
