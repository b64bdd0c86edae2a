import type { NodeGroup } from "@lab/record";
import type { Group, PodShape } from "./group.ts";
import { imageOf } from "./images.ts";
import { linkContainer } from "./render/link.ts";

/** Reduces a group to what a plan stores. The pod's settings are in the rendered files, the log volume in the demand. */
export function plannedGroup({
	pod,
	linesPerDelivery: _,
	...group
}: Group): NodeGroup {
	const sideImages = sideImagesOf(pod ?? {});
	return { ...group, ...(sideImages.length > 0 && { sideImages }) };
}

const sideImagesOf = ({
	link,
	initContainers = [],
	sidecars = [],
}: PodShape) => {
	const containers = [...linkContainer(link), ...initContainers, ...sidecars];
	return [...new Set(containers.map(({ image }) => image))].map(imageOf);
};
