// Assess reads files of code, assesses each as a submission of its own, and prints scores and what to do first.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/signal"
	"path/filepath"

	"sonoeval.example/sonoeval"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: assess FILE...")
		os.Exit(2)
	}
	// Control-C stops the batch; what is done is printed.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "assess:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, paths []string) error {
	engine, err := sonoeval.New(sonoeval.Options{})
	if err != nil {
		return err
	}
	defer engine.Close()

	for result, err := range engine.Batch(ctx, submissions(paths), sonoeval.BatchOptions{}) {
		switch {
		case err != nil:
			return err
		case result.Err != nil:
			fmt.Printf("%s: %s: %s\n", result.ID, result.Err.Kind, result.Err)
		case result.Assessment.OverallScore == nil:
			fmt.Printf("%s: %s\n", result.ID, result.Assessment.Summary)
		default:
			fmt.Printf("%s: %.1f\n", result.ID, *result.Assessment.OverallScore)
			if advice := result.Assessment.Recommendations; len(advice) > 0 {
				fmt.Printf("  %s\n", advice[0].Text)
			}
		}
	}
	return nil
}

// submissions reads one file at a time, as the batch asks for them.
func submissions(paths []string) iter.Seq[sonoeval.Item] {
	return func(yield func(sonoeval.Item) bool) {
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				fmt.Fprintln(os.Stderr, "assess:", err)
				continue
			}
			file := sonoeval.File{Path: filepath.Base(path), Text: string(text)}
			submission := sonoeval.Submission{Content: sonoeval.Content{Files: []sonoeval.File{file}}}
			encoded, err := json.Marshal(submission)
			if err != nil {
				fmt.Fprintln(os.Stderr, "assess:", err)
				continue
			}
			if !yield(sonoeval.Item{ID: path, Submission: encoded}) {
				return
			}
		}
	}
}
