import type { Component } from "./component.ts";
import { longhorn } from "./longhorn/component.ts";
import { storage } from "./storage/component.ts";
import { victoriaLogs } from "./victoria-logs/component.ts";
import { victoriaLogsCollector } from "./victoria-logs-collector/component.ts";
import { victoriaLogsExternal } from "./victoria-logs-external/component.ts";

/** Every component of the lab: one folder and one line here. */
export const components: readonly Component[] = [
	longhorn,
	storage,
	victoriaLogs,
	victoriaLogsCollector,
	victoriaLogsExternal,
];
