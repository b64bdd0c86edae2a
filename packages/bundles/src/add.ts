import type { WrittenObject } from "@lab/kubernetes";
import { ApiObject, type ApiObjectProps } from "cdk8s";
import type { Construct } from "constructs";

/**
 * Adds an object to a bundle. A field that its kind does not have does not compile.
 *
 * @param id unique in the bundle; does not appear in the output
 */
export const add = (
	scope: Construct,
	id: string,
	object: WrittenObject,
): ApiObject =>
	// The cdk8s types have mutable lists, but cdk8s does not change them.
	new ApiObject(scope, id, object as ApiObjectProps);
