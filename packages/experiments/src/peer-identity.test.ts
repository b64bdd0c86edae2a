import { expect, test } from "vitest";
import { identityOf, peerIdentity } from "./peer-identity.ts";

test("a key gives the identity that libp2p's specification defines", () => {
	// The key is a test vector of peer-ids.md; the peer id was computed with js-libp2p.
	const secret =
		"53dadf1d5a164d6b4acdb15e24aa4c5b1d3461bdbd42abedb0a4404d56ced8fb";
	expect(identityOf(Buffer.from(secret, "hex"))).toEqual({
		privateKey: `08021220${secret}`,
		peerId: "16Uiu2HAmLhLvBoYaoZfaMUKuibM6ac163GwKY74c5kiSLg5KvLpY",
	});
});

test("the same words give the same identity, different words a different one", () => {
	expect(peerIdentity("run", 1)).toEqual(peerIdentity("run", 1));
	expect(peerIdentity("run", 1).peerId).not.toBe(peerIdentity("run", 2).peerId);
});
