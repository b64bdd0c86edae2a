import { chroniclesJson } from "./chronicles-json.ts";
import { chroniclesText } from "./chronicles-text.ts";
import { collectorJson } from "./collector-json.ts";
import { compose } from "./compose.ts";
import { cri } from "./cri.ts";
import { docker } from "./docker.ts";
import { envLogger } from "./env-logger.ts";
import type { LineFormat, Wrapper } from "./format.ts";
import { geth } from "./geth.ts";
import { goLog } from "./go-log.ts";
import { goSlog } from "./go-slog.ts";
import { goZap } from "./go-zap.ts";
import { goZerolog } from "./go-zerolog.ts";
import { journald } from "./journald.ts";
import { jsWaku } from "./js-waku.ts";
import { klog } from "./klog.ts";
import { kubectlPrefix } from "./kubectl-prefix.ts";
import { kubectlTimestamps } from "./kubectl-timestamps.ts";
import { kubernetesEvent } from "./kubernetes-event.ts";
import { kubernetesList } from "./kubernetes-list.ts";
import { logfmt } from "./logfmt.ts";
import { logrus } from "./logrus.ts";
import { otlp } from "./otlp.ts";
import { pino } from "./pino.ts";
import { pythonLogging } from "./python-logging.ts";
import { pythonText } from "./python-text.ts";
import { rustPretty } from "./rust-pretty.ts";
import { rustTracing } from "./rust-tracing.ts";
import { shadow } from "./shadow.ts";
import { shadowGrep } from "./shadow-grep.ts";
import { statusSignal } from "./status-signal.ts";
import { stern } from "./stern.ts";
import { testNodeEcho } from "./test-node-echo.ts";
import { wakuChecker } from "./waku-checker.ts";
import { winston } from "./winston.ts";

/** All line formats; of two with the same score, the first wins. */
export const formats: readonly LineFormat[] = [
	chroniclesText,
	chroniclesJson,
	testNodeEcho,
	jsWaku,
	shadow,
	kubernetesEvent,
	statusSignal,
	goSlog,
	logrus,
	pino,
	winston,
	goZap,
	goLog,
	goZerolog,
	klog,
	geth,
	rustTracing,
	rustPretty,
	envLogger,
	pythonLogging,
	pythonText,
	wakuChecker,
	logfmt,
];

/** All envelopes; a stricter one stands before a laxer one. */
export const wrappers: readonly Wrapper[] = [
	cri,
	docker,
	otlp,
	kubernetesList,
	collectorJson,
	kubectlPrefix,
	shadowGrep,
	journald,
	kubectlTimestamps,
	compose,
	stern,
];
