import { expect, test } from "vitest";
import { charts } from "./charts.ts";
import { images, splitImage } from "./images.ts";

test("the login proxy has the server's version: Authentik accepts no other", () => {
	expect(splitImage(images.authentikProxy)).toEqual({
		repository: "ghcr.io/goauthentik/proxy",
		tag: charts.authentik.version,
	});
});

test("the port of a registry is not mistaken for a tag", () => {
	expect(splitImage("registry.test:5000/a:1.2.3")).toEqual({
		repository: "registry.test:5000/a",
		tag: "1.2.3",
	});
});
