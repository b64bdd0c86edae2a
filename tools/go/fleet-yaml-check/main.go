// fleet-yaml-check decodes fleet.yaml files into Fleet's own type, strictly:
// an unknown or doubled field is a fault. It reads the files named on the
// command line, or one path a line on stdin, and prints a JSON list of
// {"path", "error"?}. It exits 1 when a file fails.
//
// With --values it reads a JSON list of YAML texts on stdin, and prints a JSON
// list of what each of them means to Fleet and kubectl and to kustomize:
// {"kubernetes": value or {"error"}, "kustomize": value or {"error"}}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	fleet "github.com/rancher/fleet/pkg/apis/fleet.cattle.io/v1alpha1"
	kustomize "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

// Set when it is built; the version of Fleet whose type it is.
var version = "dev"

type result struct {
	Path  string `json:"path"`
	Error string `json:"error,omitempty"`
}

func main() {
	paths := os.Args[1:]
	if len(paths) == 1 && paths[0] == "--version" {
		fmt.Println(version)
		return
	}
	if len(paths) == 1 && paths[0] == "--values" {
		var texts []string
		if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
			fail(err)
		}
		print(values(texts))
		return
	}
	if len(paths) == 0 {
		paths = lines(os.Stdin)
	}
	results := make([]result, 0, len(paths))
	failed := false
	for _, path := range paths {
		one := result{Path: path}
		if err := check(path); err != nil {
			one.Error = err.Error()
			failed = true
		}
		results = append(results, one)
	}
	print(results)
	if failed {
		os.Exit(1)
	}
}

func print(value any) {
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

func check(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.UnmarshalStrict(text, &fleet.FleetYAML{})
}

type reading struct {
	Kubernetes json.RawMessage `json:"kubernetes"`
	Kustomize  json.RawMessage `json:"kustomize"`
}

func values(texts []string) []reading {
	readings := make([]reading, 0, len(texts))
	for _, text := range texts {
		readings = append(readings, reading{
			Kubernetes: orError(yaml.YAMLToJSONStrict([]byte(text))),
			Kustomize:  orError(asKustomize([]byte(text))),
		})
	}
	return readings
}

// What is no JSON, such as a key that is a number, is an error here too.
func asKustomize(text []byte) ([]byte, error) {
	var value any
	if err := kustomize.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

func orError(text []byte, err error) json.RawMessage {
	if err == nil {
		return text
	}
	text, _ = json.Marshal(map[string]string{"error": err.Error()})
	return text
}

func lines(from io.Reader) []string {
	var found []string
	scanner := bufio.NewScanner(from)
	for scanner.Scan() {
		if line := scanner.Text(); line != "" {
			found = append(found, line)
		}
	}
	if err := scanner.Err(); err != nil {
		fail(err)
	}
	return found
}
