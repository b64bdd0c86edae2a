import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll } from "vitest";
import { endLab, minutes, startLab } from "./cluster/_lab.ts";
import { runAgain } from "./cluster/again.ts";
import { failures } from "./cluster/failures.ts";
import { freshLab } from "./cluster/fresh.ts";
import { nodesComeAndGo } from "./cluster/nodes.ts";
import { resets } from "./cluster/reset.ts";
import { stateIsKept } from "./cluster/state.ts";
import { upgrades } from "./cluster/upgrade.ts";

describeNeeding(
	["root", "python", "debootstrap"],
	"one server and two agents",
	() => {
		beforeAll(startLab, minutes(15));
		afterAll(endLab);

		// In this order: each goes on from where the one before it has left the machines.
		freshLab();
		runAgain();
		nodesComeAndGo();
		failures();
		stateIsKept();
		upgrades();
		resets();
	},
);
