export { dashboardsOf, openInBrowser } from "./access/dashboards.ts";
export { endpointsOf } from "./access/endpoints.ts";
export { KubeApi } from "./access/kube-api.ts";
export { readOpenApi } from "./access/open-api.ts";
export { logsOfPod } from "./access/pod-logs.ts";
export { committedOptions, k3dConfig, networkOf } from "./k3d/config.ts";
export { findEngine } from "./k3d/engine.ts";
export { fleetChartObjects } from "./k3d/fleet-charts.ts";
export { type BroughtUp, bringUp } from "./lifecycle/bring-up.ts";
export { examine } from "./lifecycle/doctor.ts";
export { down, reset } from "./lifecycle/down.ts";
export { chooseMode, modes } from "./lifecycle/mode.ts";
export {
	apiAnswers,
	type ReplicaStatus,
	type StatusInput,
	status,
} from "./lifecycle/status.ts";
export { switchable } from "./lifecycle/switches.ts";
export { up } from "./lifecycle/up.ts";
export { withPlane } from "./rehearsal/plane.ts";
export {
	type Rehearsal,
	rehearse,
	waitUntilEmpty,
} from "./rehearsal/rehearse.ts";
export { rehearseUpgrade } from "./rehearsal/upgrade/rehearse-upgrade.ts";
export type { UpgradeRehearsal } from "./rehearsal/upgrade/upgrade-rehearsal.ts";
export { type BundleState, bundleStates } from "./rollout/bundle-states.ts";
export { deploy } from "./rollout/deploy.ts";
export { rolloutDiff } from "./rollout/diff.ts";
export {
	commitTree,
	gitRepo,
	gitServer,
	rollOutFromGit,
} from "./rollout/git-repo.ts";
export {
	bundlesIn,
	readBundles,
	type TreeBundle,
} from "./rollout/read-tree.ts";
export { settingsOf } from "./rollout/settings.ts";
export { watchForSaves } from "./rollout/watch-for-saves.ts";
export { ENDPOINT_PORT } from "./services/embedded.ts";
export { lastLines, processOf } from "./services/service.ts";
export { strayProcesses } from "./services/strays.ts";
export { type ReplicaTools, replicaTools } from "./services/tools.ts";
export {
	type Folder,
	folderAt,
	type ReplicaRecord,
	readRecord,
	replicaPath,
} from "./state/folder.ts";
export { isFree } from "./state/ports.ts";
export { withReplicaLock } from "./state/replica-lock.ts";
