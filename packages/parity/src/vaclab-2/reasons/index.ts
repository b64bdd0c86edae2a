import type { Reason } from "../../reasons.ts";
import { access } from "./access.ts";
import { authentik } from "./authentik.ts";
import { collectors } from "./collectors.ts";
import { dashboards } from "./dashboards.ts";
import { homepage } from "./homepage.ts";
import { metrics } from "./metrics.ts";
import { platform } from "./platform.ts";
import { rules } from "./rules.ts";
import { stores } from "./stores.ts";

/** Why something of vaclab-2 is not here, or differs, by subject. */
export const reasons: readonly Reason[] = [
	...dashboards,
	...metrics,
	...rules,
	...stores,
	...collectors,
	...access,
	...authentik,
	...homepage,
	...platform,
];
