#!/usr/bin/env python3
"""A stand-in for k3s in tests of provisioning: no containers, no Kubernetes.

It simulates what provisioning depends on: versions, tokens, joining over the
network, units that start and restart, nodes that become Ready or do not,
drains, snapshots, server-side apply with field ownership, and charts and
bundles that take a moment. It records its calls in a journal.
"""
import base64
import hashlib
import json
import os
import secrets
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

VERSION = "v0.0.0+k3s0"
CONFIG = Path("/etc/rancher/k3s/config.yaml")
KUBECONFIG = Path("/etc/rancher/k3s/k3s.yaml")
SERVER = Path("/var/lib/rancher/k3s/server")
STATE = SERVER / "db/state.json"
JOURNAL = SERVER / "db/journal"
BROKEN = Path("/etc/stand-in-broken")  # contains a version with which this node never becomes Ready
FAILING_JOB = Path("/etc/stand-in-failing-job")  # contains the name of a job that never succeeds
READY_SECONDS = 3
PLURALS = {"node": "nodes", "secret": "secrets", "namespace": "namespaces", "job": "jobs", "deployment": "deployments"}
lock = threading.RLock()


def read_config(text):
    """Reads the subset of YAML in a k3s configuration: `key: value` and lists."""
    config, key = {}, None
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.lstrip().startswith("- "):
            config.setdefault(key, []) if config.get(key) else config.__setitem__(key, [])
            config[key].append(scalar(line.lstrip()[2:]))
            continue
        key, _, value = line.partition(":")
        key = key.strip()
        config[key] = scalar(value.strip())
    return config


def scalar(text):
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return {"true": True, "false": False, "": None}.get(text, text)


def call(url, path, body, credential):
    request = urllib.request.Request(
        f"{url}{path}", json.dumps(body).encode(), {"Authorization": f"Bearer {credential}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        sys.exit(f"Error from server: {json.loads(error.read())['error']}")
    except OSError as error:
        sys.exit(f"The connection to the server {url} was refused: {error}")


def notify_ready():
    """Notifies systemd that a `Type=notify` service is ready."""
    path = os.environ.get("NOTIFY_SOCKET")
    if path:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.connect(path.replace("@", "\0", 1))
            out.send(b"READY=1")


class Cluster:
    """State of one cluster, in one file in place of etcd."""

    def __init__(self):
        self.data = json.loads(STATE.read_text()) if STATE.exists() else {
            "token": None, "admin": secrets.token_hex(8), "objects": {}, "applied": {}}
        self.beats = {}

    def save(self):
        STATE.parent.mkdir(parents=True, exist_ok=True)
        temporary = STATE.with_suffix(".new")
        temporary.write_text(json.dumps(self.data))
        temporary.rename(STATE)

    def note(self, text):
        with JOURNAL.open("a") as out:
            out.write(f"{text}\n")

    @property
    def objects(self):
        return self.data["objects"]

    def put(self, kind, namespace, name, value):
        self.objects[f"{kind}/{namespace}/{name}"] = value

    def join(self, request):
        if request["token"] != self.data["token"]:
            raise ValueError("token CA hash does not match or the token is wrong")
        self.beat(request)
        return {"admin": self.data["admin"] if request["server"] else None}

    def beat(self, request):
        name, key = request["name"], f"nodes//{request['name']}"
        self.beats[name] = time.time() if request["ready"] else 0
        node = self.objects.get(key)
        if node is None:
            password = f"secrets/kube-system/{name}.node-password.k3s"
            if password in self.objects and self.objects[password]["data"]["hash"] != request["password"]:
                raise ValueError("Node password rejected, duplicate hostname")
            self.objects[password] = {
                "kind": "Secret", "metadata": {"name": f"{name}.node-password.k3s", "namespace": "kube-system"},
                "data": {"hash": request["password"]}}
            labels = dict(entry.split("=", 1) for entry in request["labels"])
            labels["kubernetes.io/hostname"] = name
            if request["server"]:
                labels["node-role.kubernetes.io/control-plane"] = "true"
            node = {"apiVersion": "v1", "kind": "Node",
                    "metadata": {"name": name, "labels": labels, "uid": secrets.token_hex(4)},
                    "spec": {}, "status": {"capacity": {}, "allocatable": {}}}
            taints = [taint(entry) for entry in request["taints"]]
            if taints:
                node["spec"]["taints"] = taints
            self.note(f"join {name} {request['version']}")
            self.objects[key] = node
        if node["status"].get("nodeInfo", {}).get("kubeletVersion") not in (None, request["version"]):
            self.note(f"upgraded {name} {request['version']}")
        node["status"]["nodeInfo"] = {"kubeletVersion": request["version"]}
        node["status"]["addresses"] = [{"type": "InternalIP", "address": request["address"]}]

    def tick(self):
        """Does the work of the controllers, once a second."""
        now = time.time()
        failing = FAILING_JOB.read_text().strip() if FAILING_JOB.exists() else None
        for key, value in list(self.objects.items()):
            kind = key.split("/")[0]
            if kind == "nodes":
                ready = now - self.beats.get(value["metadata"]["name"], 0) < READY_SECONDS
                value["status"]["conditions"] = [{"type": "Ready", "status": "True" if ready else "False"}]
            if kind == "gitrepos.fleet.cattle.io":
                self.roll_out(value)
            if kind == "jobs.batch":
                value["status"] = {"succeeded": int(value["metadata"]["name"] != failing)}
        for manifest in sorted((SERVER / "manifests").glob("*.json")):
            self.deploy(manifest)
        self.save()

    def deploy(self, manifest):
        """Helm controller: turns a HelmChart file into a job, a release and its deployments."""
        chart = json.loads(manifest.read_text())
        name, spec = chart["metadata"]["name"], chart["spec"]
        digest = hashlib.sha256(manifest.read_bytes()).hexdigest()
        known = self.objects.get(f"helmcharts.helm.cattle.io/kube-system/{name}")
        if known and known["metadata"]["digest"] == digest:
            return
        packed = SERVER / "static/charts" / spec["chart"].rsplit("/", 1)[1]
        if not packed.exists():
            return
        chart["metadata"]["digest"] = digest
        chart["status"] = {"jobName": f"helm-install-{name}"}
        self.put("helmcharts.helm.cattle.io", "kube-system", name, chart)
        self.put("jobs.batch", "kube-system", f"helm-install-{name}", {"kind": "Job", "metadata": {"name": f"helm-install-{name}", "namespace": "kube-system"}})
        for place in chart["metadata"].get("annotations", {}).get("vaclab.org/serves", "").split():
            namespace, deployment = place.split("/")
            self.put("deployments.apps", namespace, deployment, {
                "kind": "Deployment", "metadata": {"name": deployment, "namespace": namespace},
                "spec": {"replicas": 1}, "status": {"availableReplicas": 1, "conditions": [{"type": "Available", "status": "True"}]}})
        self.put("namespaces", "", spec["targetNamespace"], {"kind": "Namespace", "metadata": {"name": spec["targetNamespace"]}})
        self.note(f"chart {name} {packed.name}")

    def roll_out(self, repo):
        """Fleet: bundles of the repository become ready one at a time; at the end Longhorn registers its nodes."""
        bundles = ["one", "longhorn"]
        for index, bundle in enumerate(bundles):
            key = f"bundles.fleet.cattle.io/fleet-local/{repo['metadata']['name']}-{bundle}"
            value = self.objects.setdefault(key, {
                "kind": "Bundle", "since": time.time(),
                "metadata": {"name": key.rsplit("/", 1)[1], "namespace": "fleet-local",
                             "labels": {"fleet.cattle.io/repo-name": repo["metadata"]["name"]}}})
            ready = int(time.time() - value["since"] > 1 + index)
            value["status"] = {"summary": {"desiredReady": 1, "ready": ready}}
            if bundle == "longhorn" and ready:
                for node in [key.rsplit("/", 1)[1] for key in self.objects if key.startswith("nodes/")]:
                    self.objects.setdefault(f"nodes.longhorn.io/longhorn-system/{node}", {
                        "apiVersion": "longhorn.io/v1beta2", "kind": "Node",
                        "metadata": {"name": node, "namespace": "longhorn-system"},
                        "spec": {"allowScheduling": True, "disks": {}, "tags": []},
                        "status": {"diskStatus": {}}})
        repo["status"] = {"desiredReadyClusters": 1, "readyClusters": 1, "commit": "0" * 40}

    def kubectl(self, request):
        verb = request["verb"]
        return getattr(self, f"do_{verb}")(request)

    def do_get(self, request):
        if request.get("raw"):
            return "ok"
        if request.get("objects") is not None:
            found = [self.objects.get(key_of(one)) for one in request["objects"]]
            return {"kind": "List", "items": [one for one in found if one is not None]}
        kind, namespace, name = request["kind"], request["namespace"], request["name"]
        if name:
            found = self.objects.get(f"{kind}/{namespace}/{name}")
            if found is None and not request["ignore"]:
                raise ValueError(f'(NotFound): {kind} "{name}" not found')
            return found
        kinds = kind.split(",")
        items = [value for key, value in sorted(self.objects.items())
                 if key.split("/")[0] in kinds and (request["all"] or key.split("/")[1] == namespace)]
        selector = request.get("selector")
        if selector:
            wanted = selector.split("=", 1)
            items = [item for item in items if item["metadata"].get("labels", {}).get(wanted[0]) == wanted[1]]
        return {"kind": "List", "items": items}

    def do_apply(self, request):
        result = []
        for given in request["objects"]:
            given = plain(given)
            key = key_of(given)
            live = json.loads(json.dumps(self.objects.get(key, {})))
            before = self.data["applied"].get(key, {}).get(request["manager"], {})
            remove(live, before, given)
            merge(live, given)
            result.append(live)
            if request["dry"]:
                continue
            if live != self.objects.get(key):
                self.note(f"apply {key}")
            self.objects[key] = live
            self.data["applied"].setdefault(key, {})[request["manager"]] = given
        self.save()
        return result[0] if len(result) == 1 else {"kind": "List", "items": result}

    def do_patch(self, request):
        key = f"{request['kind']}/{request['namespace']}/{request['name']}"
        if key not in self.objects:
            raise ValueError(f"(NotFound): {key}")
        merge(self.objects[key], request["patch"])
        if request["subresource"] == "status":
            node = self.objects[key]["status"]
            node["allocatable"].update(node["capacity"])
        self.note(f"patch {key} {json.dumps(request['patch'])}")
        return self.objects[key]

    def do_delete(self, request):
        key = f"{request['kind']}/{request['namespace']}/{request['name']}"
        if self.objects.pop(key, None) is None and not request["ignore"]:
            raise ValueError(f"(NotFound): {key}")
        self.data["applied"].pop(key, None)
        if request["kind"] == "namespaces":
            for inside in [other for other in self.objects if other.split("/")[1] == request["name"]]:
                self.objects.pop(inside)
                self.data["applied"].pop(inside, None)
        self.note(f"delete {key}")
        return f"{key} deleted"

    def do_schedulable(self, request):
        node = self.do_get({"kind": "nodes", "namespace": "", "name": request["name"], "ignore": False})
        node["spec"].pop("unschedulable", None)
        if request["how"] != "uncordon":
            node["spec"]["unschedulable"] = True
        self.note(f"{request['how']} {request['name']}")
        return f"node/{request['name']} {request['how']}ed"


def key_of(given):
    metadata = given["metadata"]
    return f"{plural(given)}/{metadata.get('namespace', '')}/{metadata['name']}"


def plural(given):
    group = given["apiVersion"].rpartition("/")[0]
    name = given["kind"].lower() + "s"
    return f"{name}.{group}" if group else name


def plain(given):
    """Converts write-only convenience fields, as the API server does."""
    for key, value in given.pop("stringData", {}).items():
        given.setdefault("data", {})[key] = base64.b64encode(value.encode()).decode()
    return given


def taint(text):
    pair, effect = text.rsplit(":", 1)
    key, _, value = pair.partition("=")
    return {"key": key, "value": value, "effect": effect}


def remove(live, before, now):
    """Removes fields that this manager set before and no longer sets."""
    for key, value in before.items():
        if key not in now:
            live.pop(key, None)
        elif isinstance(value, dict) and isinstance(live.get(key), dict):
            remove(live[key], value, now[key])


def merge(live, given):
    for key, value in given.items():
        if isinstance(value, dict):
            merge(live.setdefault(key, {}), value)
        elif value is None:
            live.pop(key, None)
        else:
            live[key] = value


def serve(config):
    upstream = config.get("server")
    cluster = None if upstream else Cluster()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                if upstream:
                    answer = call(upstream, self.path, body, self.headers["Authorization"].split()[1])
                else:
                    with lock:
                        answer = self.answer(body)
                self.reply(200, answer)
            except (ValueError, SystemExit) as error:
                self.reply(400, {"error": str(error)})

        def answer(self, body):
            if self.path == "/join":
                return cluster.join(body)
            if self.path == "/token":
                cluster.data["token"] = body["token"]
                write_token(cluster)
                cluster.save()
                return "rotated"
            if self.headers["Authorization"] != f"Bearer {cluster.data['admin']}":
                raise ValueError("Unauthorized")
            return cluster.kubectl(body)

        def reply(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    if cluster:
        cluster.data["token"] = cluster.data["token"] or config_token(config) or secrets.token_hex(16)
        cluster.save()
        write_token(cluster)
        write_kubeconfig(config, "http://127.0.0.1:6443", cluster.data["admin"])
    else:
        answer = beat(config, True)
        write_kubeconfig(config, "http://127.0.0.1:6443", answer["admin"])
        (SERVER / "db").mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("0.0.0.0", 6443), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    if cluster:
        def turn():
            while True:
                with lock:
                    cluster.tick()
                time.sleep(0.5)
        threading.Thread(target=turn, daemon=True).start()
        config = {**config, "server": "http://127.0.0.1:6443", "token": cluster.data["token"]}
    keep_alive(config, True)


def write_token(cluster):
    SERVER.mkdir(parents=True, exist_ok=True)
    path = SERVER / "token"
    path.touch(mode=0o600)
    path.write_text(f"K10{'0' * 8}::server:{cluster.data['token']}\n")


def write_kubeconfig(config, url, credential):
    KUBECONFIG.touch(mode=0o600)
    KUBECONFIG.write_text(json.dumps({"url": url, "credential": credential}))
    KUBECONFIG.chmod(int(config.get("write-kubeconfig-mode") or "0600", 8))


def config_token(config):
    token = config.get("token")
    if token is None and config.get("token-file"):
        token = Path(config["token-file"]).read_text().strip()
    return token and token.rsplit(":", 1)[-1]


def beat(config, is_server):
    password = Path("/etc/rancher/node/password")
    if not password.exists():
        password.parent.mkdir(parents=True, exist_ok=True)
        password.write_text(secrets.token_hex(8))
    broken = BROKEN.read_text().strip() if BROKEN.exists() else None
    url = config["server"].replace("https:", "http:")
    answer = call(url, "/join", {
        "token": config_token(config), "name": config["node-name"], "version": VERSION, "server": is_server,
        "address": config["node-ip"], "ready": broken != VERSION, "password": password.read_text(),
        "labels": config.get("node-label") or [], "taints": config.get("node-taint") or []}, "")
    return answer


def keep_alive(config, is_server):
    beat(config, is_server)
    notify_ready()
    while True:
        time.sleep(1)
        try:
            beat(config, is_server)
        except SystemExit as error:
            print(error, file=sys.stderr, flush=True)


FLAGS = {"--force-conflicts", "--server-side", "--ignore-daemonsets", "--delete-emptydir-data", "--wait"}


def kubectl(words):
    flags, rest = {}, []
    words = iter(words)
    for word in words:
        if word in ("-n", "-o", "-f", "-p", "-l"):
            flags[word] = next(words)
        elif word == "-A" or word in FLAGS:
            flags[word] = True
        elif word.startswith("--"):
            name, found, value = word.partition("=")
            if name not in ("--dry-run", "--field-manager", "--ignore-not-found", "--raw", "--timeout", "--grace-period",
                            "--type", "--subresource", "--request-timeout", "--wait", "--for") or not found:
                sys.exit(f"error: unknown flag: {word}")
            flags[name] = value
        else:
            rest.append(word)
    verb = rest.pop(0)
    kind = PLURALS.get(rest[0], rest[0]) if rest else None
    kind = {"jobs": "jobs.batch", "deployments": "deployments.apps"}.get(kind, kind)
    request = {"verb": verb, "kind": kind, "name": rest[1] if len(rest) > 1 else None, "raw": flags.get("--raw"),
               "namespace": flags.get("-n", "") if kind not in ("nodes", "namespaces") else "",
               "all": "-A" in flags, "ignore": flags.get("--ignore-not-found") == "true", "selector": flags.get("-l")}
    if verb in ("cordon", "uncordon", "drain"):
        request = {"verb": "schedulable", "how": verb, "name": rest[0]}
    if "-f" in flags:
        given = json.loads(sys.stdin.read())
        request["objects"] = given["items"] if given["kind"] == "List" else [given]
    if verb == "apply":
        request.update(manager=flags["--field-manager"], dry=flags.get("--dry-run") == "server")
    if verb == "patch":
        request.update(patch=json.loads(flags["-p"]), subresource=flags.get("--subresource"))
    access = json.loads(Path(os.environ.get("KUBECONFIG", KUBECONFIG)).read_text())
    def ask(request):
        return call(access["url"], "/kubectl", request, access["credential"])

    if verb == "wait":
        return wait_for_jobs(rest, request, flags, ask)
    answer = ask(request)
    if answer is not None:
        print(answer if isinstance(answer, str) else json.dumps(answer))


def wait_for_jobs(places, request, flags, ask):
    """`kubectl wait --for=condition=complete jobs/NAME...`, each in turn."""
    for place in places:
        name = place.partition("/")[2]
        until = time.time() + int(flags["--timeout"].rstrip("s"))
        while not ask({**request, "verb": "get", "kind": "jobs.batch", "name": name}).get("status", {}).get("succeeded"):
            if time.time() > until:
                sys.exit(f"error: timed out waiting for the condition on {place}")
            time.sleep(0.3)


def snapshot(words):
    folder = SERVER / "db/snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    if words[0] == "save":
        name = words[words.index("--name") + 1] if "--name" in words else "on-demand"
        (folder / f"{name}-{socket.gethostname()}-{int(time.time())}").write_text(STATE.read_text())
        Cluster.note(None, f"snapshot {name}")
    elif words[0] in ("ls", "list"):
        print("\n".join(sorted(path.name for path in folder.iterdir())))


def main(words):
    if words == ["--version"]:
        print(f"k3s version {VERSION} (stand-in)")
    elif words[0] == "kubectl":
        kubectl(words[1:])
    elif words[0] == "etcd-snapshot":
        snapshot(words[1:])
    elif words[0] == "token" and words[1] == "rotate":
        token = words[words.index("--new-token") + 1]
        call("http://127.0.0.1:6443", "/token", {"token": token}, "")
    elif words[0] == "server":
        config = read_config(CONFIG.read_text())
        path = [word.partition("=")[2] for word in words if word.startswith("--cluster-reset-restore-path=")]
        if "--cluster-reset" in words:
            STATE.write_text(Path(path[0]).read_text())
            Cluster.note(None, "restored")
            return
        (SERVER / "manifests").mkdir(parents=True, exist_ok=True)
        (SERVER / "static/charts").mkdir(parents=True, exist_ok=True)
        (SERVER / "db").mkdir(parents=True, exist_ok=True)
        serve(config)
    elif words[0] == "agent":
        keep_alive(read_config(CONFIG.read_text()), False)
    else:
        sys.exit(f"no such command: {words[0]}")


main(sys.argv[1:])
