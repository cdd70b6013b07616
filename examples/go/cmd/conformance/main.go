// Conformance sends every case of a folder through the package and compares bytes: conformance FOLDER
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sonoeval.example/sonoeval"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: conformance FOLDER")
		os.Exit(2)
	}
	paths, err := filepath.Glob(filepath.Join(os.Args[1], "cases", "*", "*.json"))
	if err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(2)
	}
	passed, failed := 0, 0
	for _, path := range paths {
		if err := run(path); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
			failed++
		} else {
			passed++
		}
	}
	fmt.Printf("conformance: Go: %d passed, %d failed\n", passed, failed)
	if failed > 0 || passed == 0 {
		os.Exit(1)
	}
}

func run(path string) error {
	request, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	parts := strings.Split(path, string(filepath.Separator))
	parts[len(parts)-3] = "answers"
	expected, err := os.ReadFile(strings.Join(parts, string(filepath.Separator)))
	if err != nil {
		return err
	}
	if err := same("Request", expected)(sonoeval.Request(request)); err != nil {
		return err
	}
	return throughEngine(request, expected)
}

// throughEngine asks an engine that is made of the options, and an assessment or a batch by their own methods.
func throughEngine(request, expected []byte) error {
	var fields map[string]json.RawMessage
	if json.Unmarshal(request, &fields) != nil || fields == nil || isAboutText(expected) {
		return nil
	}
	options := fields["options"]
	delete(fields, "options")
	if string(options) == "null" {
		options = nil
	}
	engine, err := sonoeval.NewJSON(options)
	if err != nil {
		// The request reports these problems beside those of the call, with pointers of its own.
		if isError(expected) {
			return nil
		}
		return err
	}
	defer engine.Close()

	ctx := context.Background()
	if err := same("Call", expected)(engine.Call(ctx, fields)); err != nil {
		return err
	}
	if isError(expected) {
		return nil
	}
	switch string(fields["call"]) {
	case `"assess"`:
		if len(fields) != 2 {
			return nil // only a call can say what goes beside the submission
		}
		return same("AssessJSON", expected)(engine.AssessJSON(ctx, fields["submission"]))
	case `"batch"`:
		return same("Batch", expected)(batch(ctx, engine, fields["submissions"]))
	}
	return nil
}

// batch is the answer to the call, put together from results.
func batch(ctx context.Context, engine *sonoeval.Engine, list json.RawMessage) ([]byte, error) {
	var submissions []json.RawMessage
	if err := json.Unmarshal(list, &submissions); err != nil {
		return nil, err
	}
	items := []sonoeval.Item{}
	for _, submission := range submissions {
		items = append(items, sonoeval.Item{Submission: submission})
	}
	var answer bytes.Buffer
	answer.WriteString(`{"items":[`)
	for result, err := range engine.Batch(ctx, slices.Values(items), sonoeval.BatchOptions{}) {
		if err != nil {
			return nil, err
		}
		if result.Index > 0 {
			answer.WriteByte(',')
		}
		if result.Err != nil {
			inner := bytes.TrimSuffix(result.Err.JSON(), []byte("}"))
			fmt.Fprintf(&answer, `%s,"index":%d,"status":"failed"}`, inner, result.Index)
		} else {
			fmt.Fprintf(&answer, `{"assessment":%s,"index":%d,"status":"completed"}`, result.Assessment.JSON, result.Index)
		}
	}
	answer.WriteString("]}")
	return answer.Bytes(), nil
}

func same(way string, expected []byte) func([]byte, error) error {
	return func(got []byte, err error) error {
		var refused *sonoeval.Error
		if errors.As(err, &refused) {
			got, err = refused.JSON(), nil
		}
		if err != nil {
			return fmt.Errorf("through %s: %w", way, err)
		}
		if !bytes.Equal(got, expected) {
			return fmt.Errorf("through %s:\n  %.300s\n  expected:\n  %.300s", way, got, expected)
		}
		return nil
	}
}

func isError(answer []byte) bool { return bytes.HasPrefix(answer, []byte(`{"error":`)) }

// isAboutText is whether an answer is an error about what is lost when Go reads and writes JSON: places in the text, and
// fields that come twice.
func isAboutText(answer []byte) bool {
	return bytes.HasPrefix(answer, []byte(`{"error":{"kind":"invalid_json"`)) ||
		isError(answer) && bytes.Contains(answer, []byte("more than once"))
}
