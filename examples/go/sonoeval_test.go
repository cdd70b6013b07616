package sonoeval_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"sonoeval.example/sonoeval"
)

func newEngine(t *testing.T) *sonoeval.Engine {
	t.Helper()
	engine, err := sonoeval.New(sonoeval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	return engine
}

func submission(index int) sonoeval.Submission {
	code := fmt.Sprintf("def double_%d(x):\n    return 2 * x\n", index)
	return sonoeval.Submission{Content: sonoeval.Content{Code: code}}
}

func encoded(t *testing.T, index int) []byte {
	t.Helper()
	text, err := json.Marshal(submission(index))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAssessmentHasScoresAndPlaces(t *testing.T) {
	asked := submission(0)
	asked.Expects = []string{"documentation"}
	assessment, err := newEngine(t).Assess(context.Background(), asked)
	if err != nil {
		t.Fatal(err)
	}
	if assessment.OverallScore == nil || *assessment.OverallScore <= 0 || *assessment.OverallScore > 100 {
		t.Errorf("the score is %v", assessment.OverallScore)
	}
	placed := slices.ContainsFunc(assessment.Recommendations, func(advice sonoeval.Recommendation) bool {
		return advice.Location != nil && advice.Location.File == "code" && advice.Location.Start.Line == 1
	})
	if !placed {
		t.Errorf("the recommendations are %v", assessment.Recommendations)
	}
}

func TestReportsAreBytesThatNeedNotBeText(t *testing.T) {
	report := func(format string) ([]byte, error) {
		call := map[string]any{"call": "report", "format": format, "submission": submission(0)}
		return newEngine(t).Report(context.Background(), call)
	}
	if markdown, err := report("markdown"); err != nil || !strings.HasPrefix(string(markdown), "# Assessment") {
		t.Errorf("got %q, %v", markdown, err)
	}
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	if got, err := report("every-byte"); err != nil || !slices.Equal(got, every) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := report("pdff"); err == nil {
		t.Error("an unknown format was taken")
	}
}

func TestErrorsAreValuesWithEveryProblem(t *testing.T) {
	_, err := newEngine(t).AssessJSON(context.Background(), []byte(`{"content": {"cod": 1}, "paths": []}`))
	var refused *sonoeval.Error
	if !errors.As(err, &refused) {
		t.Fatalf("the error is %v", err)
	}
	if refused.Kind != sonoeval.InvalidSubmission || len(refused.Problems) != 2 {
		t.Errorf("the error is %#v", refused)
	}
	if !strings.Contains(err.Error(), "/content/cod: unknown field") {
		t.Errorf("the message is %q", err.Error())
	}
	if _, err := sonoeval.New(sonoeval.Options{Rubric: "grwoth"}); !errors.As(err, &refused) ||
		refused.Kind != sonoeval.UnknownRubric {
		t.Errorf("the error is %v", err)
	}
	if _, err := sonoeval.Request([]byte("{\"call\": \"\xff\"}")); !errors.As(err, &refused) ||
		refused.Kind != sonoeval.InvalidJSON {
		t.Errorf("the error is %v", err)
	}
}

func TestPanicIsAnErrorAndTheNextCallWorks(t *testing.T) {
	engine := newEngine(t)
	_, err := engine.Call(context.Background(), map[string]any{"call": "panic"})
	var refused *sonoeval.Error
	if !errors.As(err, &refused) || refused.Kind != sonoeval.Internal {
		t.Fatalf("the error is %v", err)
	}
	if _, err := engine.Call(context.Background(), map[string]any{"call": "about"}); err != nil {
		t.Error(err)
	}
}

func TestClosedEngineGivesAnError(t *testing.T) {
	engine := newEngine(t)
	engine.Close()
	_, err := engine.AssessJSON(context.Background(), encoded(t, 0))
	var refused *sonoeval.Error
	if !errors.As(err, &refused) || refused.Kind != sonoeval.InvalidCall {
		t.Errorf("the error is %v", err)
	}
}

func TestContextEndsACall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	engine := newEngine(t)
	if _, err := engine.AssessJSON(ctx, encoded(t, 0)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := engine.AssessJSON(ctx, encoded(t, 0)); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func TestGoroutinesShareAnEngine(t *testing.T) {
	engine := newEngine(t)
	expected, err := engine.AssessJSON(context.Background(), encoded(t, 0))
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 10 {
				got, err := engine.AssessJSON(context.Background(), encoded(t, 0))
				if err != nil || string(got) != string(expected) {
					t.Errorf("got %s, %v", got, err)
				}
			}
		}()
	}
	group.Wait()
}

// items gives so many items, the third of which is not valid, and counts those that were asked for.
func items(t *testing.T, count int, asked *int) iter.Seq[sonoeval.Item] {
	return func(yield func(sonoeval.Item) bool) {
		for index := range count {
			*asked++
			item := sonoeval.Item{ID: fmt.Sprint("key ", index), Submission: encoded(t, index)}
			if index == 2 {
				item.Submission = []byte("{")
			}
			if !yield(item) {
				return
			}
		}
	}
}

func TestBatchGivesResultsInOrder(t *testing.T) {
	asked, failed, index := 0, 0, uint64(0)
	var state json.RawMessage
	options := sonoeval.BatchOptions{Jobs: 2, State: func(last json.RawMessage) { state = last }}
	for result, err := range newEngine(t).Batch(context.Background(), items(t, 40, &asked), options) {
		if err != nil {
			t.Fatal(err)
		}
		if result.Index != index || result.ID != fmt.Sprint("key ", index) {
			t.Errorf("result %d is %d, %q", index, result.Index, result.ID)
		}
		if result.Err != nil {
			failed++
			if result.Err.Kind != sonoeval.InvalidJSON || result.Assessment != nil {
				t.Errorf("the error is %#v", result.Err)
			}
		}
		index++
	}
	if index != 40 || failed != 1 || asked != 40 {
		t.Errorf("%d results, %d failed, %d asked for", index, failed, asked)
	}
	if !strings.Contains(string(state), `"phase":"completed"`) {
		t.Errorf("the state is %s", state)
	}
}

func TestLeavingTheLoopStopsTheBatch(t *testing.T) {
	asked := 0
	for range newEngine(t).Batch(context.Background(), items(t, 1000, &asked), sonoeval.BatchOptions{Window: 4}) {
		break
	}
	if asked > 8 {
		t.Errorf("%d items were asked for", asked)
	}
}

func TestContextEndsABatch(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	asked := 0
	var last error
	for _, err := range newEngine(t).Batch(ctx, items(t, 100_000, &asked), sonoeval.BatchOptions{Window: 4}) {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) || asked > 1000 {
		t.Errorf("the error is %v after %d items", last, asked)
	}
}

func TestOptionsOfABatchAreChecked(t *testing.T) {
	asked := 0
	for _, err := range newEngine(t).Batch(context.Background(), items(t, 1, &asked), sonoeval.BatchOptions{Order: "no"}) {
		var refused *sonoeval.Error
		if !errors.As(err, &refused) || refused.Kind != sonoeval.InvalidOptions {
			t.Errorf("the error is %v", err)
		}
	}
	if asked != 0 {
		t.Error("an item was read")
	}
}
