import { chartWithoutExactVersion } from "./chart-without-exact-version.ts";
import { chartWithoutFacts } from "./chart-without-facts.ts";
import { defaultChartValue } from "./default-chart-value.ts";
import { duplicateAddress } from "./duplicate-address.ts";
import { duplicateEndpointHost } from "./duplicate-endpoint-host.ts";
import { duplicateNodeName } from "./duplicate-node-name.ts";
import { duplicateSecret } from "./duplicate-secret.ts";
import { endpointWithoutOwner } from "./endpoint-without-owner.ts";
import { evenServers } from "./even-servers.ts";
import { imageWithoutExactTag } from "./image-without-exact-tag.ts";
import { invalidAddress } from "./invalid-address.ts";
import { invalidAmount } from "./invalid-amount.ts";
import { invalidChart } from "./invalid-chart.ts";
import { invalidDisk } from "./invalid-disk.ts";
import { invalidEndpoint } from "./invalid-endpoint.ts";
import { invalidNetwork } from "./invalid-network.ts";
import { invalidNode } from "./invalid-node.ts";
import { invalidSecret } from "./invalid-secret.ts";
import { nodeWithoutRole } from "./node-without-role.ts";
import { openEndpointAtRoot } from "./open-endpoint-at-root.ts";
import { openEndpointWithoutReason } from "./open-endpoint-without-reason.ts";
import { overlappingNetwork } from "./overlapping-network.ts";
import type { Rule } from "./rule.ts";
import { taintWithoutToleration } from "./taint-without-toleration.ts";
import { tooFewStorageNodes } from "./too-few-storage-nodes.ts";
import { tooManyPods } from "./too-many-pods.ts";
import { undeclaredSecret } from "./undeclared-secret.ts";
import { undefinedPart } from "./undefined-part.ts";
import { unknownChartValue } from "./unknown-chart-value.ts";
import { unknownNamespace } from "./unknown-namespace.ts";
import { unknownNodeInPlacement } from "./unknown-node-in-placement.ts";
import { unknownSite } from "./unknown-site.ts";
import { unknownStorageTag } from "./unknown-storage-tag.ts";
import { wrongChartValue } from "./wrong-chart-value.ts";

/** Every rule; a test fails if a file of this folder is not listed. */
export const rules: readonly Rule[] = [
	chartWithoutExactVersion,
	chartWithoutFacts,
	defaultChartValue,
	duplicateAddress,
	duplicateEndpointHost,
	duplicateNodeName,
	duplicateSecret,
	endpointWithoutOwner,
	evenServers,
	imageWithoutExactTag,
	invalidAddress,
	invalidAmount,
	invalidChart,
	invalidDisk,
	invalidEndpoint,
	invalidNetwork,
	invalidNode,
	invalidSecret,
	nodeWithoutRole,
	openEndpointAtRoot,
	openEndpointWithoutReason,
	overlappingNetwork,
	taintWithoutToleration,
	tooFewStorageNodes,
	tooManyPods,
	undeclaredSecret,
	undefinedPart,
	unknownChartValue,
	unknownNamespace,
	unknownNodeInPlacement,
	unknownSite,
	unknownStorageTag,
	wrongChartValue,
];
