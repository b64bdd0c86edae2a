import { chroniclesJson } from "./chronicles-json.ts";
import { chroniclesText } from "./chronicles-text.ts";
import { cri } from "./cri.ts";
import { docker } from "./docker.ts";
import type { LineFormat, Wrapper } from "./format.ts";
import { goLog } from "./go-log.ts";
import { goZap } from "./go-zap.ts";
import { goZerolog } from "./go-zerolog.ts";
import { jsWaku } from "./js-waku.ts";
import { kubernetesEvent } from "./kubernetes-event.ts";
import { logfmt } from "./logfmt.ts";
import { otlp } from "./otlp.ts";
import { pythonLogging } from "./python-logging.ts";
import { rustTracing } from "./rust-tracing.ts";
import { shadow } from "./shadow.ts";
import { testNodeEcho } from "./test-node-echo.ts";
import { wakuChecker } from "./waku-checker.ts";

/** Every way of writing a line; where two are equally sure the first wins. */
export const formats: readonly LineFormat[] = [
	chroniclesText,
	chroniclesJson,
	testNodeEcho,
	jsWaku,
	shadow,
	kubernetesEvent,
	goZap,
	goLog,
	goZerolog,
	rustTracing,
	pythonLogging,
	wakuChecker,
	logfmt,
];

/** Every way of putting a line into another. */
export const wrappers: readonly Wrapper[] = [cri, docker, otlp];
