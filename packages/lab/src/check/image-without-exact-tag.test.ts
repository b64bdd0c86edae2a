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
])("%s can change", (image) => {
	expect(isExact(image)).toBe(false);
});

test.each([
	"docker.io/library/postgres:17.7-bookworm",
	"registry.test:5000/kubectl:v1.35.5",
	`ghcr.io/a/b@sha256:${"0".repeat(64)}`,
])("%s is exact", (image) => {
	expect(isExact(image)).toBe(true);
});

test("images are found at any depth of a pod template", () => {
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
		"image 'busybox' has neither an exact tag nor a digest",
		"image 'redis:7' has neither an exact tag nor a digest",
	]);
});

test("a pattern of a policy is no image", () => {
	const object = { pattern: { spec: { containers: [{ image: "*:*" }] } } };
	const objects = [{ where: "a.ts", namespace: "lab", object }];
	expect(rule.check({ ...facts, images: {} }, { objects })).toEqual([]);
});

test("tags in the values of a chart are found, unless a digest is beside them", () => {
	const values = {
		image: { repository: "a/b", tag: "latest" },
		sidecar: { image: { tag: "" } },
		pinned: { image: { tag: "main", digest: `sha256:${"0".repeat(64)}` } },
		exact: { initImage: { tag: "v1.2.3" } },
	};
	const chart = { name: "a", version: "1.0.0" };
	const releases = [{ where: "a.ts", namespace: "lab", chart, values }];
	expect(rule.check({ ...facts, images: {} }, { releases })).toMatchObject([
		{ what: "image 'a/b:latest' has neither an exact tag nor a digest" },
	]);
});
