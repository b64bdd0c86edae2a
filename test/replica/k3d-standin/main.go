// k3s/k3d-proxy/k3d-tools stand-in: one static binary, dispatched on argv[0]. stdlib only.
package main

import (
	"archive/tar"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	data = "/var/lib/rancher/k3s"
	pki  = data + "/server/tls"
	mani = data + "/server/manifests"
)

func logf(f string, a ...any) { // k3s logs in logrus text format; k3d greps for the message part
	fmt.Fprintf(os.Stderr, "time=%q level=info msg=%q\n", time.Now().UTC().Format(time.RFC3339), fmt.Sprintf(f, a...))
}
func fatal(err error) { // "level=fatal" is what makes k3d retry on container restart
	fmt.Fprintf(os.Stderr, "time=%q level=fatal msg=%q\n", time.Now().UTC().Format(time.RFC3339), err.Error())
	os.Exit(1)
}
func must(err error) {
	if err != nil {
		fatal(err)
	}
}
func env(k, d string) string {
	if v := os.Getenv(k); v != "" {
		return v
	}
	return d
}

func main() {
	switch filepath.Base(os.Args[0]) {
	case "nginx-proxy":
		proxyMain()
	case "k3d-tools":
		toolsMain()
	case "ctr":
		ctrMain()
	default:
		k3sMain()
	}
}

// ---------------------------------------------------------------- k3s flags
type opts struct {
	sans, labels, taints, disable, kas, kcm, sch []string
	token, url, name, podCIDR, svcCIDR           string
}

func parse(args []string) opts {
	o := opts{token: os.Getenv("K3S_TOKEN"), url: os.Getenv("K3S_URL"), name: env("K3S_NODE_NAME", ""), podCIDR: "10.42.0.0/16", svcCIDR: "10.43.0.0/16"}
	boolean := map[string]bool{"cluster-init": true, "disable-network-policy": true, "disable-cloud-controller": true, "disable-kube-proxy": true, "disable-helm-controller": true, "docker": true, "debug": true, "secrets-encryption": true, "embedded-registry": true}
	for i := 0; i < len(args); i++ {
		a := args[i]
		if !strings.HasPrefix(a, "-") {
			continue
		}
		k, v, eq := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if !eq && !boolean[k] && i+1 < len(args) {
			i++
			v = args[i]
		}
		switch k {
		case "tls-san":
			o.sans = append(o.sans, strings.Split(v, ",")...)
		case "node-label":
			o.labels = append(o.labels, strings.Split(v, ",")...)
		case "node-taint":
			o.taints = append(o.taints, v)
		case "disable", "no-deploy":
			o.disable = append(o.disable, strings.Split(v, ",")...)
		case "kube-apiserver-arg":
			o.kas = append(o.kas, "--"+strings.TrimLeft(v, "-"))
		case "kube-controller-manager-arg", "kube-controller-arg":
			o.kcm = append(o.kcm, "--"+strings.TrimLeft(v, "-"))
		case "kube-scheduler-arg":
			o.sch = append(o.sch, "--"+strings.TrimLeft(v, "-"))
		case "token", "t":
			o.token = v
		case "server", "s":
			o.url = v
		case "node-name":
			o.name = v
		case "cluster-cidr":
			o.podCIDR = v
		case "service-cidr":
			o.svcCIDR = v
		default:
			logf("stand-in: flag --%s=%q accepted and ignored", k, v)
		}
	}
	if o.name == "" {
		h, _ := os.Hostname()
		o.name = strings.ToLower(h)
	}
	return o
}

func myIP() net.IP {
	as, _ := net.InterfaceAddrs()
	for _, a := range as {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.To4()
		}
	}
	return net.IPv4(127, 0, 0, 1)
}

// ---------------------------------------------------------------- certificates
func key() *ecdsa.PrivateKey {
	k, e := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(e)
	return k
}
func wpem(p, t string, b []byte) {
	must(os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: t, Bytes: b}), 0o600))
}
func wkey(p string, k *ecdsa.PrivateKey) {
	b, e := x509.MarshalECPrivateKey(k)
	must(e)
	wpem(p, "EC PRIVATE KEY", b)
}
func rpem(p string) []byte {
	b, e := os.ReadFile(p)
	must(e)
	bl, _ := pem.Decode(b)
	return bl.Bytes
}
func serial() *big.Int     { n, _ := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); return n }
func exists(p string) bool { _, e := os.Stat(p); return e == nil }

var caCrt *x509.Certificate
var caKey *ecdsa.PrivateKey

func loadCA() {
	if !exists(pki + "/ca.crt") {
		k := key()
		t := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: fmt.Sprintf("k3s-standin-ca@%d", time.Now().Unix())}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
		b, e := x509.CreateCertificate(rand.Reader, t, t, &k.PublicKey, k)
		must(e)
		wkey(pki+"/ca.key", k)
		wpem(pki+"/ca.crt", "CERTIFICATE", b)
		sa := key()
		wkey(pki+"/sa.key", sa)
	}
	var e error
	caCrt, e = x509.ParseCertificate(rpem(pki + "/ca.crt"))
	must(e)
	caKey, e = x509.ParseECPrivateKey(rpem(pki + "/ca.key"))
	must(e)
}
func issue(name, cn string, org []string, sans []string) {
	k := key()
	t := &x509.Certificate{SerialNumber: serial(), Subject: pkix.Name{CommonName: cn, Organization: org}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(5, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
	for _, s := range sans {
		if ip := net.ParseIP(s); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else if s != "" {
			t.DNSNames = append(t.DNSNames, s)
		}
	}
	b, e := x509.CreateCertificate(rand.Reader, t, caCrt, &k.PublicKey, caKey)
	must(e)
	wkey(pki+"/"+name+".key", k)
	var buf bytes.Buffer // serve leaf + CA so that agents can learn the CA from the handshake
	pem.Encode(&buf, &pem.Block{Type: "CERTIFICATE", Bytes: b})
	pem.Encode(&buf, &pem.Block{Type: "CERTIFICATE", Bytes: caCrt.Raw})
	must(os.WriteFile(pki+"/"+name+".crt", buf.Bytes(), 0o600))
}
func b64f(p string) string {
	b, e := os.ReadFile(p)
	must(e)
	return base64.StdEncoding.EncodeToString(b)
}
func kubeconfig(server, ca, user string) string {
	return "apiVersion: v1\nkind: Config\ncurrent-context: default\nclusters:\n- name: default\n  cluster:\n    certificate-authority-data: " + ca + "\n    server: " + server + "\ncontexts:\n- name: default\n  context: {cluster: default, user: default}\nusers:\n- name: default\n  user:\n" + user
}

// ---------------------------------------------------------------- processes
type child struct {
	c    *exec.Cmd
	name string
	done chan struct{}
}

var kids []*child

func spawn(name, bin string, args ...string) {
	os.MkdirAll("/var/log/k3s", 0o755)
	f, e := os.OpenFile("/var/log/k3s/"+name+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	must(e)
	c := exec.Command(bin, args...)
	c.Stdout, c.Stderr = f, f
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	must(c.Start())
	logf("Running %s %s", name, strings.Join(args, " "))
	k := &child{c, name, make(chan struct{})}
	kids = append(kids, k)
	go func() {
		err := c.Wait()
		close(k.done)
		if !stopping {
			fatal(fmt.Errorf("%s exited: %v (see /var/log/k3s/%s.log)", name, err, name))
		}
	}()
}

var stopping bool

func waitSignal() {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	<-ch
	stopping = true
	logf("Shutdown request received")
	for i := len(kids) - 1; i >= 0; i-- { // reverse order, etcd last
		kids[i].c.Process.Signal(syscall.SIGTERM)
		t := 2 * time.Second
		if kids[i].name == "etcd" {
			t = 3 * time.Second
		}
		select {
		case <-kids[i].done:
		case <-time.After(t):
			kids[i].c.Process.Kill()
		}
	}
	os.Exit(0)
}

// ---------------------------------------------------------------- tiny API client
type api struct {
	base, token string
	h           *http.Client
}

func (a api) do(method, path, ctype string, body any) (int, []byte) {
	var r io.Reader
	if body != nil {
		b, _ := json.Marshal(body)
		r = bytes.NewReader(b)
	}
	q, e := http.NewRequest(method, a.base+path, r)
	if e != nil {
		return 0, nil
	}
	if a.token != "" {
		q.Header.Set("Authorization", "Bearer "+a.token)
	}
	if ctype != "" {
		q.Header.Set("Content-Type", ctype)
	}
	s, e := a.h.Do(q)
	if e != nil {
		return 0, []byte(e.Error())
	}
	defer s.Body.Close()
	b, _ := io.ReadAll(s.Body)
	return s.StatusCode, b
}

type m = map[string]any

func registerNode(a api, o opts, server bool) {
	ip := myIP().String()
	mem := "8388608Ki"
	if b, e := os.ReadFile("/proc/meminfo"); e == nil { // k3d mounts a fake meminfo here when a memory limit is set
		if f := strings.Fields(strings.SplitN(string(b), "\n", 2)[0]); len(f) > 1 {
			mem = f[1] + "Ki"
		}
	}
	lab := m{"kubernetes.io/hostname": o.name, "kubernetes.io/os": "linux", "kubernetes.io/arch": runtime.GOARCH, "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": runtime.GOARCH, "node.kubernetes.io/instance-type": "k3s", "type": "kwok"}
	if server {
		lab["node-role.kubernetes.io/control-plane"] = "true"
	}
	for _, l := range o.labels {
		k, v, _ := strings.Cut(l, "=")
		lab[k] = v
	}
	var taints []m
	for _, t := range o.taints {
		kv, eff, _ := strings.Cut(t, ":")
		k, v, _ := strings.Cut(kv, "=")
		taints = append(taints, m{"key": k, "value": v, "effect": eff})
	}
	ann := m{"kwok.x-k8s.io/node": "fake", "k3s.io/hostname": o.name, "k3s.io/internal-ip": ip}
	res := m{"cpu": strconv.Itoa(runtime.NumCPU()), "memory": mem, "pods": "110", "ephemeral-storage": "100Gi"}
	n := m{"apiVersion": "v1", "kind": "Node", "metadata": m{"name": o.name, "labels": lab, "annotations": ann}, "spec": m{"taints": taints, "providerID": "k3s://" + o.name}}
	st := m{"status": m{"capacity": res, "allocatable": res, "addresses": []m{{"type": "InternalIP", "address": ip}, {"type": "Hostname", "address": o.name}},
		"nodeInfo": m{"kubeletVersion": env("STANDIN_VERSION", "v1.35.4") + "+k3s1", "architecture": runtime.GOARCH, "operatingSystem": "linux", "osImage": "k3s stand-in (KWOK)", "containerRuntimeVersion": "kwok://0.8.0", "kernelVersion": "", "machineID": "", "systemUUID": "", "bootID": "", "kubeProxyVersion": ""}}}
	for i := 0; ; i++ {
		c, b := a.do("POST", "/api/v1/nodes", "application/json", n)
		if c == 409 {
			c, b = a.do("PATCH", "/api/v1/nodes/"+o.name, "application/merge-patch+json", m{"metadata": m{"labels": lab, "annotations": ann}})
		}
		if c/100 == 2 {
			if c, b = a.do("PATCH", "/api/v1/nodes/"+o.name+"/status", "application/merge-patch+json", st); c/100 == 2 {
				break
			}
		}
		if i > 600 {
			fatal(fmt.Errorf("register node: %d %s", c, b))
		}
		time.Sleep(200 * time.Millisecond)
	}
	// a lease still held by the KWOK instance of the previous start keeps pods Pending until it expires
	a.do("DELETE", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/"+o.name, "", nil)
	logf("Successfully registered node %s", o.name) // the line k3d waits for on agents
}

func runKwok(kc, name string) {
	spawn("kwok", "/usr/local/bin/kwok", "--kubeconfig="+kc, "--config=/etc/kwok/kwok.yaml", "--manage-single-node="+name, "--node-ip="+myIP().String(), "--node-lease-duration-seconds=40")
}

// ---------------------------------------------------------------- server / agent
func k3sMain() {
	if len(os.Args) < 2 {
		fatal(fmt.Errorf("usage: k3s server|agent"))
	}
	switch os.Args[1] {
	case "--version", "-v":
		fmt.Println("k3s version", env("STANDIN_VERSION", "v1.35.4")+"+k3s1 (stand-in)")
	case "kubectl":
		must(syscall.Exec("/usr/local/bin/kubectl", append([]string{"kubectl"}, os.Args[2:]...), os.Environ()))
	case "server":
		server(parse(os.Args[2:]))
	case "agent":
		agent(parse(os.Args[2:]))
	default:
		fatal(fmt.Errorf("unknown command %s", os.Args[1]))
	}
}

func server(o opts) {
	t0 := time.Now()
	if o.url != "" {
		fatal(fmt.Errorf("stand-in: joining a second server (K3S_URL=%s) is not implemented; use 1 server", o.url))
	}
	for _, d := range []string{pki, mani, data + "/server/db", "/etc/rancher/k3s", "/tmp"} {
		must(os.MkdirAll(d, 0o755))
	}
	ip := myIP()
	logf("Starting k3s stand-in, node %s, ip %s", o.name, ip)
	loadCA()
	_, sn, e := net.ParseCIDR(o.svcCIDR)
	must(e)
	svcIP := make(net.IP, 4)
	copy(svcIP, sn.IP.To4())
	svcIP[3]++
	issue("apiserver", "kube-apiserver", nil, append(o.sans, "127.0.0.1", "0.0.0.0", "localhost", o.name, ip.String(), svcIP.String(), "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "host.k3d.internal"))
	if !exists(pki + "/admin.crt") {
		issue("admin", "system:admin", []string{"system:masters"}, nil)
	}
	user := "    client-certificate-data: " + b64f(pki+"/admin.crt") + "\n    client-key-data: " + b64f(pki+"/admin.key") + "\n"
	kc := kubeconfig("https://127.0.0.1:6443", b64f(pki+"/ca.crt"), user)
	must(os.MkdirAll(data+"/server/cred", 0o700))
	must(os.WriteFile(data+"/server/cred/scheduler.kubeconfig", []byte(kc), 0o600)) // where k3s has it, for a scheduler configuration
	if o.token == "" {
		b := make([]byte, 16)
		rand.Read(b)
		o.token = fmt.Sprintf("%x", b)
	}
	must(os.WriteFile(data+"/server/token", []byte(o.token+"\n"), 0o600))
	must(os.WriteFile(data+"/server/tokens.csv", []byte(fmt.Sprintf("%q,k3s:agent,k3s-agent,\"system:masters\"\n", o.token)), 0o600))

	spawn("etcd", "/usr/local/bin/etcd", "--data-dir="+data+"/server/db/etcd", "--name=default", "--unsafe-no-fsync",
		"--listen-client-urls=http://127.0.0.1:2379", "--advertise-client-urls=http://127.0.0.1:2379",
		"--listen-peer-urls=http://127.0.0.1:2380", "--initial-advertise-peer-urls=http://127.0.0.1:2380", "--initial-cluster=default=http://127.0.0.1:2380")
	logf("Containerd is now running") // k3d waits for this line on a --cluster-init server
	for !tcpUp("127.0.0.1:2379") {
		time.Sleep(20 * time.Millisecond)
	}
	spawn("kube-apiserver", "/usr/local/bin/kube-apiserver", append([]string{"--etcd-servers=http://127.0.0.1:2379", "--secure-port=6443", "--bind-address=0.0.0.0", "--advertise-address=" + ip.String(),
		"--tls-cert-file=" + pki + "/apiserver.crt", "--tls-private-key-file=" + pki + "/apiserver.key", "--client-ca-file=" + pki + "/ca.crt", "--token-auth-file=" + data + "/server/tokens.csv",
		"--service-account-key-file=" + pki + "/sa.key", "--service-account-signing-key-file=" + pki + "/sa.key", "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--authorization-mode=Node,RBAC", "--service-cluster-ip-range=" + o.svcCIDR, "--allow-privileged=true", "--disable-admission-plugins=ServiceAccount"}, o.kas...)...)
	ca := x509.NewCertPool()
	ca.AddCert(caCrt)
	crt, e := tls.LoadX509KeyPair(pki+"/admin.crt", pki+"/admin.key")
	must(e)
	a := api{base: "https://127.0.0.1:6443", h: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: ca, Certificates: []tls.Certificate{crt}}}}}
	for {
		if c, _ := a.do("GET", "/readyz", "", nil); c == 200 {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	logf("Kube API server is now running (%.1fs)", time.Since(t0).Seconds())
	out := env("K3S_KUBECONFIG_OUTPUT", "/etc/rancher/k3s/k3s.yaml")
	must(os.MkdirAll(filepath.Dir(out), 0o755))
	must(os.WriteFile(out, []byte(kc), 0o600))
	if out != "/etc/rancher/k3s/k3s.yaml" { // same symlink as real k3s
		os.Remove("/etc/rancher/k3s/k3s.yaml")
		must(os.Symlink(out, "/etc/rancher/k3s/k3s.yaml"))
	}
	logf("Wrote kubeconfig %s", out)
	spawn("kube-controller-manager", "/usr/local/bin/kube-controller-manager", append([]string{"--kubeconfig=" + out, "--authentication-kubeconfig=" + out, "--authorization-kubeconfig=" + out, "--leader-elect=false", "--use-service-account-credentials=false",
		"--root-ca-file=" + pki + "/ca.crt", "--service-account-private-key-file=" + pki + "/sa.key", "--cluster-signing-cert-file=" + pki + "/ca.crt", "--cluster-signing-key-file=" + pki + "/ca.key", "--allocate-node-cidrs=true", "--cluster-cidr=" + o.podCIDR}, o.kcm...)...)
	spawn("kube-scheduler", "/usr/local/bin/kube-scheduler", append([]string{"--kubeconfig=" + out, "--authentication-kubeconfig=" + out, "--authorization-kubeconfig=" + out, "--leader-elect=false"}, o.sch...)...)
	registerNode(a, o, true)
	runKwok(out, o.name)
	noDNS := false
	for _, d := range o.disable {
		noDNS = noDNS || d == "coredns"
	}
	if !noDNS && !exists(mani+"/coredns.yaml") {
		must(os.WriteFile(mani+"/coredns.yaml", []byte("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\ndata:\n  Corefile: |\n    .:53 { errors }\n  NodeHosts: \"\"\n"), 0o644))
	}
	logf("k3s is up and running") // the line k3d waits for on servers
	logf("Cluster dns configmap has been set successfully")
	logf("stand-in start took %.1fs", time.Since(t0).Seconds())
	go deployLoop(out)
	waitSignal()
}

// auto-deploying manifests: kubectl apply whenever a file under server/manifests changes
func deployLoop(kc string) {
	seen := map[string]time.Time{}
	for {
		var fs []string
		filepath.Walk(mani, func(p string, i os.FileInfo, e error) error {
			if e == nil && !i.IsDir() && (strings.HasSuffix(p, ".yaml") || strings.HasSuffix(p, ".yml") || strings.HasSuffix(p, ".json")) && !seen[p].Equal(i.ModTime()) {
				seen[p] = i.ModTime()
				fs = append(fs, p)
			}
			return nil
		})
		sort.Strings(fs)
		for _, p := range fs {
			b, e := exec.Command("/usr/local/bin/kubectl", "--kubeconfig="+kc, "apply", "--server-side", "--force-conflicts", "-f", p).CombinedOutput()
			logf("deploy %s: %v %s", p, e, strings.TrimSpace(string(b)))
			if e != nil {
				delete(seen, p)
			}
		}
		time.Sleep(3 * time.Second)
	}
}

func agent(o opts) {
	for _, d := range []string{data + "/agent", "/etc/rancher/node", "/tmp"} {
		must(os.MkdirAll(d, 0o755))
	}
	u, e := url.Parse(o.url)
	must(e)
	logf("Starting k3s stand-in agent %s, server %s", o.name, o.url)
	var ca *x509.Certificate
	for i := 0; ; i++ {
		c, e := tls.DialWithDialer(&net.Dialer{Timeout: 2 * time.Second}, "tcp", u.Host, &tls.Config{InsecureSkipVerify: true})
		if e == nil {
			p := c.ConnectionState().PeerCertificates
			ca = p[len(p)-1]
			c.Close()
			break
		}
		if i%20 == 0 {
			logf("Waiting to retrieve agent configuration; server is not ready: %v", e)
		}
		time.Sleep(250 * time.Millisecond)
	}
	pool := x509.NewCertPool()
	pool.AddCert(ca)
	a := api{base: o.url, token: o.token, h: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}}
	for {
		c, b := a.do("GET", "/api", "", nil)
		if c == 401 {
			fatal(fmt.Errorf("not authorized: K3S_TOKEN rejected by %s", o.url))
		}
		if c == 200 {
			break
		}
		logf("waiting for server: %d %s", c, b)
		time.Sleep(500 * time.Millisecond)
	}
	kc := data + "/agent/kubelet.kubeconfig"
	must(os.WriteFile(kc, []byte(kubeconfig(o.url, base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw})), "    token: "+o.token+"\n")), 0o600))
	registerNode(a, o, false)
	runKwok(kc, o.name)
	waitSignal()
}

func tcpUp(a string) bool {
	c, e := net.DialTimeout("tcp", a, 200*time.Millisecond)
	if e == nil {
		c.Close()
	}
	return e == nil
}

// ---------------------------------------------------------------- ctr (records image tags only)
// `ctr image import --all-platforms FILE|-`: must stop at the end of the tar, k3d never closes stdin
func ctrMain() {
	in := io.Reader(os.Stdin)
	if f := os.Args[len(os.Args)-1]; f != "-" {
		h, e := os.Open(f)
		must(e)
		in = h
	}
	t := tar.NewReader(in)
	for {
		h, e := t.Next()
		if e == io.EOF {
			return
		}
		must(e)
		if h.Name == "manifest.json" {
			b, _ := io.ReadAll(t)
			os.MkdirAll(data+"/agent", 0o755)
			o, e := os.OpenFile(data+"/agent/imported-images.json", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
			must(e)
			o.Write(append(b, '\n'))
			fmt.Println(string(b))
		}
	}
}

// ---------------------------------------------------------------- k3d-tools
func toolsMain() { // k3d 5.9 only ever starts it with "noop" and deletes it; "save-image" is for `image import --mode tools`
	if len(os.Args) < 2 || os.Args[1] != "noop" {
		fmt.Println("k3d-tools stand-in: only noop is implemented; use `k3d image import -m direct`")
		os.Exit(1)
	}
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGTERM, syscall.SIGINT)
	<-ch
}

// ---------------------------------------------------------------- k3d-proxy (tcp + udp-less) reading /etc/confd/values.yaml
func proxyMain() {
	const f = "/etc/confd/values.yaml"
	var last string
	var ls []net.Listener
	go func() {
		ch := make(chan os.Signal, 1)
		signal.Notify(ch, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
		<-ch
		os.Exit(0)
	}()
	for {
		b, _ := os.ReadFile(f)
		if s := string(b); s != "" && s != last {
			last = s
			for _, l := range ls {
				l.Close()
			}
			ls = nil
			ports, cur, in := map[string][]string{}, "", false
			for _, line := range strings.Split(s, "\n") {
				t := strings.TrimSpace(line)
				switch {
				case line != "" && line[0] != ' ' && line[0] != '-':
					in = strings.HasPrefix(line, "ports:")
				case in && strings.HasSuffix(t, ":"):
					cur = strings.Trim(strings.TrimSuffix(t, ":"), `"'`)
				case in && strings.HasPrefix(t, "- "):
					ports[cur] = append(ports[cur], strings.TrimSpace(t[2:]))
				}
			}
			for p, up := range ports {
				n, proto, _ := strings.Cut(p, ".")
				if proto != "tcp" {
					fmt.Println("stand-in: only tcp is proxied, skipping", p)
					continue
				}
				l, e := net.Listen("tcp", ":"+n)
				if e != nil {
					fmt.Println("listen", n, e)
					continue
				}
				ls = append(ls, l)
				fmt.Println("proxy", p, "->", up)
				go serve(l, n, up)
			}
			fmt.Println(time.Now().UTC().Format("2006/01/02 15:04:05"), "[notice] 1#1: start worker processes") // k3d waits for this line
		}
		time.Sleep(time.Second)
	}
}
func serve(l net.Listener, port string, up []string) {
	for i := 0; ; i++ {
		c, e := l.Accept()
		if e != nil {
			return
		}
		go func(i int) {
			defer c.Close()
			for j := range up {
				d, e := net.DialTimeout("tcp", net.JoinHostPort(up[(i+j)%len(up)], port), 2*time.Second)
				if e != nil {
					fmt.Println(e)
					continue
				}
				defer d.Close()
				ch := make(chan struct{}, 2)
				cp := func(a, b net.Conn) { io.Copy(a, b); a.(*net.TCPConn).CloseWrite(); ch <- struct{}{} }
				go cp(d, c)
				go cp(c, d)
				<-ch
				<-ch
				return
			}
		}(i)
	}
}
