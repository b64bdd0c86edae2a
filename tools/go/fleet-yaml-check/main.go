// fleet-yaml-check decodes fleet.yaml files into Fleet's own type, strictly:
// an unknown or doubled field is a fault. It reads the files named on the
// command line, or one path a line on stdin, and prints a JSON list of
// {"path", "error"?}. It exits 1 when a file fails.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	fleet "github.com/rancher/fleet/pkg/apis/fleet.cattle.io/v1alpha1"
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
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(results); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if failed {
		os.Exit(1)
	}
}

func check(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.UnmarshalStrict(text, &fleet.FleetYAML{})
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
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	return found
}
