export { type PinnedImages, pinImages } from "./images/pin-images.ts";
export { readChecksums } from "./provision/downloads.ts";
export { duplicationReport } from "./provision/duplication.ts";
export {
	type AnsibleEnvironment,
	ansibleEnvironment,
} from "./provision/environment.ts";
export { findHost, hostsOf } from "./provision/hosts.ts";
export {
	type Inventory,
	inventoryOf,
	inventoryPath,
	inventoryText,
	labInventory,
} from "./provision/inventory.ts";
export { pinDownloads } from "./provision/pin.ts";
export { ansibleSettings } from "./provision/playbook.ts";
export {
	type Job,
	type Provisioned,
	type ProvisionOptions,
	prepareInventory,
	provision,
} from "./provision/provision.ts";
export { changesOf, type RunReport } from "./provision/run-report.ts";
export { withPlane } from "./rehearsal/plane.ts";
export {
	type Rehearsal,
	rehearse,
	type Unfit,
	waitUntilEmpty,
} from "./rehearsal/rehearse.ts";
export { type BroughtUp, bringUp } from "./replica/bring-up.ts";
export { dashboardsOf, openInBrowser } from "./replica/dashboards.ts";
export { type Check, examine } from "./replica/doctor.ts";
export { down, reset } from "./replica/down.ts";
export { type Endpoints, endpointsOf } from "./replica/endpoints.ts";
export { type Engine, findEngine } from "./replica/engine.ts";
export {
	type Folder,
	folderAt,
	type Mode,
	type ReplicaRecord,
	readRecord,
	replicaPath,
} from "./replica/folder.ts";
export {
	committedOptions,
	k3dConfig,
	networkOf,
} from "./replica/k3d/config.ts";
export { fleetChartObjects } from "./replica/k3d/fleet-charts.ts";
export { KubeApi, type KubeObject } from "./replica/kube-api.ts";
export { type ChosenMode, chooseMode, modes } from "./replica/mode.ts";
export { logsOfPod } from "./replica/pod-logs.ts";
export { isFree } from "./replica/ports.ts";
export { lastLines, processOf } from "./replica/service.ts";
export {
	apiAnswers,
	type ReplicaStatus,
	type StatusInput,
	status,
} from "./replica/status.ts";
export { strayProcesses } from "./replica/strays.ts";
export { switchable } from "./replica/switches.ts";
export { type ReplicaTools, replicaTools } from "./replica/tools.ts";
export { alone, type UpResult, up } from "./replica/up.ts";
export { type BundleState, bundleStates } from "./rollout/bundle-states.ts";
export { type DeployOptions, deploy, treeHash } from "./rollout/deploy.ts";
export { rolloutDiff } from "./rollout/diff.ts";
export {
	commitTree,
	gitRepo,
	gitServer,
	rollOutFromGit,
} from "./rollout/git-repo.ts";
export { readBundles, type TreeBundle } from "./rollout/read-tree.ts";
export { saves } from "./rollout/saves.ts";
export {
	type Program,
	settingsOf,
	type TreeSettings,
} from "./rollout/settings.ts";
export { cacheFolder } from "./toolchain/cache.ts";
export {
	type EnsureOptions,
	ensureTools,
	locateTools,
} from "./toolchain/ensure.ts";
export type { Located, ResolvedTool, Source } from "./toolchain/locate.ts";
export { moduleFile } from "./toolchain/module-file.ts";
export {
	type FamilyName,
	findPin,
	type Pin,
	pins,
	type ToolName,
} from "./toolchain/pins.ts";
export type { Progress } from "./toolchain/progress.ts";
