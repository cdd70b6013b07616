package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"sonoeval.example/sonoeval"
)

func main() {
	engine, err := sonoeval.New(sonoeval.Options{Rubric: "growth"})
	if err == nil {
		code := "def mean(xs):\n    return sum(xs) / len(xs)\n"
		var assessment *sonoeval.Assessment
		assessment, err = engine.Assess(context.Background(), sonoeval.Submission{Content: sonoeval.Content{Code: code}})
		if err == nil {
			first := assessment.Recommendations[0]
			fmt.Printf("score: %v\nfirst: %s\nline:  %d\n", *assessment.OverallScore, first.Text, first.Location.Start.Line)
		}
	}
	if refused := (*sonoeval.Error)(nil); errors.As(err, &refused) {
		fmt.Fprintf(os.Stderr, "%s: %s\n", refused.Kind, refused.Message)
		os.Exit(1)
	}
}
