import { bundleName } from "./bundle-name.ts";
import { chartVersion } from "./chart-version.ts";
import type { Check } from "./check.ts";
import {
	customResourceBesideCrd,
	customResourceWithoutCrd,
} from "./custom-resources.ts";
import { folderName } from "./folder-name.ts";
import { emptyBundle, incompleteObject, jobThatVanishes } from "./manifests.ts";
import { missingNamespace } from "./namespaces.ts";
import { needCycle, needOfParked, unknownNeed } from "./needs.ts";
import { objectOwnedTwice, releaseOwnedTwice } from "./ownership.ts";
import { bundleSize } from "./size.ts";
import { fleetTemplate, nullValue, secretInBundle } from "./values.ts";

/** Every rule that a tree of bundles must hold. */
export const checks: readonly Check[] = [
	bundleName,
	folderName,
	unknownNeed,
	needCycle,
	needOfParked,
	objectOwnedTwice,
	releaseOwnedTwice,
	customResourceBesideCrd,
	customResourceWithoutCrd,
	missingNamespace,
	bundleSize,
	nullValue,
	fleetTemplate,
	secretInBundle,
	chartVersion,
	incompleteObject,
	jobThatVanishes,
	emptyBundle,
];
