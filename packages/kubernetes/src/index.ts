export type {
	ClusterIssuer,
	Container,
	EnvVar,
	Middleware,
	NetworkPolicy,
	ObjectMeta,
	OwnerReference,
	PersistentVolumeClaim,
	PodSpec,
	PolicyRule,
	Probe,
	Service,
	StorageClass,
	VolumeMount,
} from "./generated/objects.ts";
export {
	apiGroupOf,
	groupKindOf,
	identityOf,
	namespaceOf,
	titleOf,
} from "./identity.ts";
export { maxSecretBytes } from "./limits.ts";
export {
	type Mismatch,
	type MismatchCode,
	mismatchCodes,
} from "./mismatch.ts";
export {
	isObject,
	type ObjectKey,
	type ReadObject,
	type WrittenObject,
} from "./object.ts";
export { isQuantity, quantityValue } from "./quantity.ts";
export {
	READY_WITH,
	type ReadinessNeed,
	readinessNeeds,
	readyWith,
	titleOfNeed,
} from "./readiness.ts";
export type { Kind, Schema } from "./schema.ts";
export {
	definition,
	findKind,
	isBuiltInGroup,
	kindIds,
	kindIn,
} from "./schemas.ts";
export { unprivileged } from "./unprivileged.ts";
export { immutableKinds } from "./updates/immutable.ts";
export { type Refusal, refusedChanges } from "./updates/refused.ts";
export type { UpgradePath } from "./updates/upgrade-path.ts";
export { validate, validateValue } from "./validate.ts";
