import { expect, test } from "vitest";

import { facts } from "../facts.ts";
import {
	isExact,
	imageWithoutExactTag as rule,
} from "./image-without-exact-tag.ts";

test.each([
	"postgres",
	"postgres:16-alpine",
	"bitnami/kubectl:latest",
	"registry.test:5000/kubectl",
	"registry.k8s.io/kubectl@sha256:abc",
])("%s is not always the same image", (image) => {
	expect(isExact(image)).toBe(false);
});

test.each([
	"docker.io/library/postgres:17.7-bookworm",
	"registry.test:5000/kubectl:v1.35.5",
	`ghcr.io/a/b@sha256:${"0".repeat(64)}`,
])("%s is", (image) => {
	expect(isExact(image)).toBe(true);
});

test("images of containers are found wherever a pod is nested", () => {
	const pod = {
		spec: {
			initContainers: [{ image: "busybox" }],
			containers: [{ image: "nginx:1.27.3" }, { image: "redis:7" }],
		},
	};
	const object = { spec: { jobTemplate: { spec: { template: pod } } } };
	const objects = [{ where: "a.ts", namespace: "lab", object }];
	expect(
		rule.check({ ...facts, images: {} }, { objects }).map(({ what }) => what),
	).toEqual([
		"image 'busybox' is not always the same one",
		"image 'redis:7' is not always the same one",
	]);
});
