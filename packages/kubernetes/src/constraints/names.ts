import {
	isDnsLabel,
	isPortName,
	isServiceName,
	isVariableName,
	STATEFUL_SET_NAME,
} from "@lab/core";
import { type FieldConstraint, invalid, type Reason } from "./constraint.ts";

/**
 * Checks one of the forms of names in Kubernetes.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
type NameRule = (name: string) => Reason | undefined;

const nameRule =
	(test: (name: string) => boolean, not: string, help: string): NameRule =>
	(name) =>
		test(name) ? undefined : invalid(name, not, help, "invalid-name");

/** @param max maximum length, which is lower if a controller appends a suffix */
const label = (max = 63): NameRule =>
	nameRule(
		(name) => isDnsLabel(name, max),
		"not a valid name of this kind",
		`use at most ${max} characters of a-z, 0-9 and dashes, with a letter or digit at both ends`,
	);

const isSubdomain = (name: string): boolean =>
	name.length <= 253 && name.split(".").every((part) => isDnsLabel(part, 253));

const subdomain = nameRule(
	isSubdomain,
	"not a valid name of this kind",
	"use at most 253 characters of a-z, 0-9, dashes and dots, with a letter or digit at both ends of each part",
);

const serviceName = nameRule(
	isServiceName,
	"not a valid name of a Service",
	"use at most 63 characters of a-z, 0-9 and dashes, starting with a letter, ending with a letter or digit",
);

/** Segment of a URL path. */
const pathSegment = nameRule(
	(name) => name !== "." && name !== ".." && !/[/%]/.test(name),
	"not a valid name of this kind",
	"remove / and %",
);

/** Form of names, by kind; names of all other kinds are subdomains. */
const nameRules: Readonly<Record<string, NameRule>> = {
	"v1/Namespace": label(),
	"v1/Service": serviceName,
	"batch/v1/Job": label(),
	// The controller appends the minute: `-28600000`.
	"batch/v1/CronJob": label(52),
	"apps/v1/StatefulSet": label(STATEFUL_SET_NAME),
	"rbac.authorization.k8s.io/v1/ClusterRole": pathSegment,
	"rbac.authorization.k8s.io/v1/ClusterRoleBinding": pathSegment,
	"rbac.authorization.k8s.io/v1/Role": pathSegment,
	"rbac.authorization.k8s.io/v1/RoleBinding": pathSegment,
};

/** @returns what is wrong with the name of an object */
export const wrongName = (
	apiVersion: string,
	kind: string,
	name: string,
): Reason | undefined =>
	(nameRules[`${apiVersion}/${kind}`] ?? subdomain)(name);

/** A name with an optional prefix: `app`, `app.kubernetes.io/name`. */
const isQualified = (name: string): boolean => {
	const parts = name.split("/");
	const last = parts.at(-1) ?? "";
	return (
		parts.length <= 2 &&
		(parts.length === 1 || isSubdomain(parts[0] ?? "")) &&
		last.length <= 63 &&
		/^[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/.test(last)
	);
};

export const qualifiedName = nameRule(
	isQualified,
	"not a valid qualified name",
	"use at most 63 letters, digits, dashes, underscores and dots, after an optional domain and a slash",
);

const labelValue = nameRule(
	(value) =>
		value.length <= 63 && /^([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?$/.test(value),
	"not a valid label value",
	"use at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends",
);

const portName = nameRule(
	isPortName,
	"not a valid name of a port",
	"use at most 15 characters of a-z, 0-9 and single dashes, with at least one letter",
);

const envName = nameRule(
	isVariableName,
	"not a valid name of a variable",
	"use printable ASCII without =",
);

const fileName = nameRule(
	(name) =>
		name.length <= 253 &&
		/^[-._A-Za-z0-9]+$/.test(name) &&
		!/^\.(\.|$)/.test(name),
	"not a valid key of a ConfigMap or Secret",
	"use at most 253 letters, digits, dashes, underscores and dots",
);

const ifString =
	(rule: NameRule) =>
	(value: unknown): Reason | undefined =>
		typeof value === "string" ? rule(value) : undefined;

const field = (rule: NameRule): FieldConstraint => ({ value: ifString(rule) });

export const labels: FieldConstraint = {
	keys: qualifiedName,
	entries: ifString(labelValue),
};

/** Keys of annotations, whose prefix may be in upper case, unlike that of labels. */
export const annotations: FieldConstraint = {
	keys: (key) =>
		isQualified(key.toLowerCase()) ? undefined : qualifiedName(key),
};

export const fileNames: FieldConstraint = { keys: fileName };
export const dnsLabel = field(label());
export const labelKey = field(qualifiedName);
export const valueOfLabel = field(labelValue);
export const variableName = field(envName);
export const nameOfPort = field(portName);

/** Number of a port. */
export const portNumber: FieldConstraint = { value: wrongPort };

/** A port, by its number or by its name in the container. */
export const portOrName: FieldConstraint = {
	value: (value) =>
		typeof value === "string" ? portName(value) : wrongPort(value),
};

function wrongPort(value: unknown): Reason | undefined {
	if (typeof value !== "number" || (value >= 1 && value <= 65_535))
		return undefined;
	return invalid(value, "not a port", "use a number from 1 to 65535");
}

/** Host of an Ingress, which may start with a wildcard. */
export const hostName: FieldConstraint = {
	value: (value) => {
		if (typeof value !== "string" || value === "") return undefined;
		const name = value.replace(/^\*\./, "");
		return isSubdomain(name) && !/^[\d.]+$/.test(name)
			? undefined
			: invalid(
					value,
					"not a host name",
					"use a name in lower case, without scheme, port or path",
					"invalid-name",
				);
	},
};

export const domain = field(subdomain);
export const searchDomains: FieldConstraint = {
	entries: ifString((name) =>
		subdomain(name.replaceAll("_", "a").replace(/\.$/, "")),
	),
};
