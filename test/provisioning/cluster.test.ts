import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll } from "vitest";
import { endLab, startLab } from "./cluster/_lab.ts";
import { secondRun } from "./cluster/again.ts";
import { failures } from "./cluster/failures.ts";
import { freshLab } from "./cluster/fresh.ts";
import { nodeChanges } from "./cluster/nodes.ts";
import { resets } from "./cluster/reset.ts";
import { backupsAndSecrets } from "./cluster/state.ts";
import { upgrades } from "./cluster/upgrade.ts";
import { minutes } from "./limits.ts";

describeNeeding(
	["root", "python", "debootstrap"],
	"one server and two agents",
	() => {
		beforeAll(startLab, minutes(15));
		afterAll(endLab);

		// The order matters: each scenario continues from the state that the previous one leaves.
		freshLab();
		secondRun();
		nodeChanges();
		failures();
		backupsAndSecrets();
		upgrades();
		resets();
	},
);
