package sonoeval

/*
#include <sono_eval.h>
*/
import "C"

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"runtime"
)

// BatchOptions configure a batch; the zero value means the defaults.
type BatchOptions struct {
	Jobs            int             `json:"jobs,omitempty"`   // threads; one per processor by default
	Window          int             `json:"window,omitempty"` // items held at a time
	Order           string          `json:"order,omitempty"`  // "input" or "completion"
	ItemDeadlineMs  uint64          `json:"item_deadline_ms,omitempty"`
	BatchDeadlineMs uint64          `json:"batch_deadline_ms,omitempty"`
	Resume          json.RawMessage `json:"resume,omitempty"` // the state of an earlier batch
	RetryFailed     bool            `json:"retry_failed,omitempty"`

	// State, if it is set, gets the last state of the batch, from which another can go on.
	State func(state json.RawMessage) `json:"-"`
}

// Item is a submission in JSON with the host's key for it.
type Item struct {
	ID         string
	Submission []byte
}

// Result is the result of an item.
type Result struct {
	Index      uint64
	ID         string
	Assessment *Assessment // nil if Err is not
	Err        *Error      // why the item failed; the batch goes on
}

// message is a message of a batch.
type message struct {
	Type       string          `json:"type"`
	Index      uint64          `json:"index"`
	ID         string          `json:"id"`
	Assessment json.RawMessage `json:"assessment"`
	State      json.RawMessage `json:"state"`
	Error      json.RawMessage `json:"error"`
}

// Batch assesses submissions on threads of its own. Items are read no faster than results are taken, and leaving the
// loop stops the batch. An error beside a result is the end of the batch: invalid options, or the error
// of the context. A failed item is a result with an error, and does not end the batch.
func (e *Engine) Batch(ctx context.Context, items iter.Seq[Item], options BatchOptions) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		batch, release, err := e.begin(ctx, options)
		if err != nil {
			yield(Result{}, err)
			return
		}
		defer release()
		next, stop := iter.Pull(items)
		defer stop()
		for {
			for C.sono_batch_wants_input(batch) {
				if item, more := next(); more {
					push(batch, item)
				} else {
					C.sono_batch_end_input(batch)
				}
			}
			said, err := take(batch)
			switch {
			case err != nil:
				yield(Result{}, err)
				return
			case said.Type == "end":
				if err := ended(ctx, said, options); err != nil {
					yield(Result{}, err)
				}
				return
			}
			result, err := newResult(said)
			if !yield(result, err) || err != nil {
				return
			}
		}
	}
}

func (e *Engine) begin(ctx context.Context, options BatchOptions) (*C.SonoBatch, func(), error) {
	encoded, err := json.Marshal(options)
	if err != nil {
		return nil, nil, err
	}
	token, release := tokenOf(ctx)
	var (
		batch *C.SonoBatch
		out   C.SonoString
	)
	data, size := text(encoded)
	status := C.sono_batch_new(e.handle, data, size, token, &batch, &out)
	runtime.KeepAlive(e)
	if _, err := taken(status, &out); err != nil {
		release()
		return nil, nil, err
	}
	return batch, func() {
		C.sono_batch_free(batch)
		release()
	}, nil
}

func push(batch *C.SonoBatch, item Item) {
	id, idSize := text([]byte(item.ID))
	if item.ID == "" {
		id = nil
	}
	data, size := text(item.Submission)
	// It fails only after the end of the input, which nobody has announced.
	C.sono_batch_push(batch, id, idSize, data, size, nil)
}

func take(batch *C.SonoBatch) (message, error) {
	var (
		out  C.SonoString
		said message
	)
	raw, err := taken(C.sono_batch_next(batch, -1, &out), &out)
	if err == nil {
		err = json.Unmarshal(raw, &said)
	}
	return said, err
}

func newResult(said message) (Result, error) {
	result := Result{Index: said.Index, ID: said.ID}
	if said.Error != nil {
		result.Err = batchError(said.Error)
		return result, nil
	}
	var err error
	result.Assessment, err = newAssessment(said.Assessment)
	return result, err
}

// ended is the reason why a batch ended early, if it did.
func ended(ctx context.Context, said message, options BatchOptions) error {
	if said.Error != nil {
		return batchError(said.Error)
	}
	if options.State != nil {
		options.State(said.State)
	}
	var state struct {
		Phase string `json:"phase"`
	}
	if err := json.Unmarshal(said.State, &state); err != nil {
		return err
	}
	switch {
	case state.Phase == "completed":
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	default:
		return errors.New("the batch ended early: " + state.Phase)
	}
}

// batchError reads the error in a message.
func batchError(raw json.RawMessage) *Error {
	whole := append(append([]byte(`{"error":`), raw...), '}')
	return newError(whole)
}
