import type { Predecessor } from "../report.ts";
import { reasons } from "./reasons/index.ts";
import { renames } from "./renames.ts";

/** The lab that ours replaces. */
export const vaclab2: Predecessor = {
	name: "vaclab-2",
	source: "github.com/vacp2p/vaclab-2",
	renames,
	reasons,
};
