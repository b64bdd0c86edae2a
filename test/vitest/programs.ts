import process from "node:process";
import { ensureTools, type ToolName } from "@lab/toolchain";

/**
 * Programs that several suites start, in the order in which they are needed.
 * `.ci/run` builds them while tests run that start no program. A program that
 * only one suite starts is built by that suite.
 */
const shared = [
	"etcd",
	"kube-apiserver",
	"kube-controller-manager",
	"kube-scheduler",
	"kubectl",
	"kwok",
	"kwokctl",
	"fleet",
	"fleetcontroller",
	"fleetagent",
	"victoria-metrics",
	"vmagent",
	"vmalert",
	"vmalert-tool",
	"vmauth",
	"vmctl",
	"victoria-logs",
	"kube-state-metrics",
	"node_exporter",
	"promtool",
	"helm",
	"registry",
	"fleet-yaml-check",
	"kyverno",
	"vm-operator",
] as const satisfies readonly ToolName[];

const toStderr = (text: string) => process.stderr.write(`${text}\n`);

// As a set-up file, this waits for every program before the tests of a file start.
await ensureTools(shared, {
	progress: { step: toStderr, note: toStderr },
});
