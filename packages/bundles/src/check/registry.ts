import { brokenAutoscaler } from "./broken-autoscaler.ts";
import { brokenExpression } from "./broken-expression.ts";
import { brokenFile } from "./broken-file.ts";
import { brokenQuery } from "./broken-query.ts";
import { brokenRoute } from "./broken-route.ts";
import { brokenTemplate } from "./broken-template.ts";
import { bundleName } from "./bundle-name.ts";
import { bundleTooLarge } from "./bundle-too-large.ts";
import { chartVersion } from "./chart-version.ts";
import { customResourceBesideCrd } from "./custom-resource-beside-crd.ts";
import { customResourceWithoutCrd } from "./custom-resource-without-crd.ts";
import { duplicateBundleName } from "./duplicate-bundle-name.ts";
import { duplicateEntry } from "./duplicate-entry.ts";
import { duplicateNodePort } from "./duplicate-node-port.ts";
import { duplicateRoute } from "./duplicate-route.ts";
import { emptyBundle } from "./empty-bundle.ts";
import { fleetTemplate } from "./fleet-template.ts";
import { folderName } from "./folder-name.ts";
import { incompleteObject } from "./incomplete-object.ts";
import { invalidDriftPointer } from "./invalid-drift-pointer.ts";
import { invalidName } from "./invalid-name.ts";
import { invalidValue } from "./invalid-value.ts";
import { jobThatVanishes } from "./job-that-vanishes.ts";
import { missingField } from "./missing-field.ts";
import { missingNamespace } from "./missing-namespace.ts";
import { needCycle } from "./need-cycle.ts";
import { needOfParkedBundle } from "./need-of-parked-bundle.ts";
import { nestedBundle } from "./nested-bundle.ts";
import { nullValue } from "./null-value.ts";
import { objectOwnedTwice } from "./object-owned-twice.ts";
import { peerWithoutPods } from "./peer-without-pods.ts";
import { podTooLarge } from "./pod-too-large.ts";
import { podsOwnedTwice } from "./pods-owned-twice.ts";
import { readinessCycle } from "./readiness-cycle.ts";
import { releaseName } from "./release-name.ts";
import { releaseNamespace } from "./release-namespace.ts";
import { releaseOwnedTwice } from "./release-owned-twice.ts";
import { releaseTooLarge } from "./release-too-large.ts";
import { reservedFolderName } from "./reserved-folder-name.ts";
import { roleWithoutEffect } from "./role-without-effect.ts";
import type { Rule } from "./rule.ts";
import { scrapeWithoutTargets } from "./scrape-without-targets.ts";
import { secretInBundle } from "./secret-in-bundle.ts";
import { secretOwnedTwice } from "./secret-owned-twice.ts";
import { selectorWithoutPods } from "./selector-without-pods.ts";
import { uncoveredHost } from "./uncovered-host.ts";
import { unknownAnnotation } from "./unknown-annotation.ts";
import { unknownClaim } from "./unknown-claim.ts";
import { unknownConfigMap } from "./unknown-config-map.ts";
import { unknownEntryPoint } from "./unknown-entry-point.ts";
import { unknownField } from "./unknown-field.ts";
import { unknownIngressClass } from "./unknown-ingress-class.ts";
import { unknownIssuer } from "./unknown-issuer.ts";
import { unknownKind } from "./unknown-kind.ts";
import { unknownMiddleware } from "./unknown-middleware.ts";
import { unknownNeed } from "./unknown-need.ts";
import { unknownNode } from "./unknown-node.ts";
import { unknownObject } from "./unknown-object.ts";
import { unknownPort } from "./unknown-port.ts";
import { unknownReadinessNeed } from "./unknown-readiness-need.ts";
import { unknownSecret } from "./unknown-secret.ts";
import { unknownService } from "./unknown-service.ts";
import { unknownServiceAccount } from "./unknown-service-account.ts";
import { unknownStorageClass } from "./unknown-storage-class.ts";
import { unknownVariable } from "./unknown-variable.ts";
import { unknownVolume } from "./unknown-volume.ts";
import { unmatchedSelector } from "./unmatched-selector.ts";
import { wrongType } from "./wrong-type.ts";

/** Every rule for bundles; a test fails if a file of this folder is not listed. */
export const rules: readonly Rule[] = [
	brokenAutoscaler,
	brokenExpression,
	brokenFile,
	brokenQuery,
	brokenRoute,
	brokenTemplate,
	bundleName,
	bundleTooLarge,
	chartVersion,
	customResourceBesideCrd,
	customResourceWithoutCrd,
	duplicateBundleName,
	duplicateEntry,
	duplicateNodePort,
	duplicateRoute,
	emptyBundle,
	fleetTemplate,
	folderName,
	incompleteObject,
	invalidDriftPointer,
	invalidName,
	invalidValue,
	jobThatVanishes,
	missingField,
	missingNamespace,
	needCycle,
	needOfParkedBundle,
	nestedBundle,
	nullValue,
	objectOwnedTwice,
	peerWithoutPods,
	podTooLarge,
	podsOwnedTwice,
	readinessCycle,
	releaseName,
	releaseNamespace,
	releaseOwnedTwice,
	releaseTooLarge,
	reservedFolderName,
	roleWithoutEffect,
	scrapeWithoutTargets,
	secretInBundle,
	secretOwnedTwice,
	selectorWithoutPods,
	uncoveredHost,
	unknownAnnotation,
	unknownClaim,
	unknownConfigMap,
	unknownEntryPoint,
	unknownField,
	unknownIngressClass,
	unknownIssuer,
	unknownKind,
	unknownMiddleware,
	unknownNeed,
	unknownNode,
	unknownObject,
	unknownPort,
	unknownReadinessNeed,
	unknownSecret,
	unknownService,
	unknownServiceAccount,
	unknownStorageClass,
	unknownVariable,
	unknownVolume,
	unmatchedSelector,
	wrongType,
];
