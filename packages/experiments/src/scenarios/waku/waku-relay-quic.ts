import { defineScenario } from "../../experiment.ts";
import { images } from "../../images.ts";
import { wakuRelay } from "./waku-relay.ts";

export const wakuRelayQuic = defineScenario(wakuRelay, {
	name: "waku-relay-quic",
	purpose: "the regression run of nwaku over quic",
	set: { transport: "quic", sharding: "network", image: images.nwakuQuic },
});
