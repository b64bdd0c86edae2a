import { chartWithoutExactVersion } from "./chart-without-exact-version.ts";
import { defaultChartValue } from "./default-chart-value.ts";
import { duplicateAddress } from "./duplicate-address.ts";
import { duplicateEndpointHost } from "./duplicate-endpoint-host.ts";
import { duplicateSecret } from "./duplicate-secret.ts";
import { endpointWithoutOwner } from "./endpoint-without-owner.ts";
import { imageWithoutExactTag } from "./image-without-exact-tag.ts";
import { openEndpointWithoutReason } from "./open-endpoint-without-reason.ts";
import { overlappingNetwork } from "./overlapping-network.ts";
import type { Rule } from "./rule.ts";
import { taintWithoutToleration } from "./taint-without-toleration.ts";
import { tooFewStorageNodes } from "./too-few-storage-nodes.ts";
import { undeclaredSecret } from "./undeclared-secret.ts";
import { unknownChartValue } from "./unknown-chart-value.ts";
import { unknownNodeInPlacement } from "./unknown-node-in-placement.ts";
import { unknownSite } from "./unknown-site.ts";
import { unknownStorageTag } from "./unknown-storage-tag.ts";

/** Every rule, once; a file beside this one that is not here fails a test. */
export const rules: readonly Rule[] = [
	chartWithoutExactVersion,
	defaultChartValue,
	duplicateAddress,
	duplicateEndpointHost,
	duplicateSecret,
	endpointWithoutOwner,
	imageWithoutExactTag,
	openEndpointWithoutReason,
	overlappingNetwork,
	taintWithoutToleration,
	tooFewStorageNodes,
	undeclaredSecret,
	unknownChartValue,
	unknownNodeInPlacement,
	unknownSite,
	unknownStorageTag,
];
