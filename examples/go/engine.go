package sonoeval

/*
#include <sono_eval.h>
*/
import "C"

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
)

// Options configure an [Engine]; the zero value means the defaults.
type Options struct {
	Rubric           any               `json:"rubric,omitempty"` // id of a built-in rubric, or a RubricSource
	Expects          []string          `json:"expects,omitzero"` // what is asked for beyond the code, such as "tests"; nil: the rubric says
	Limits           map[string]uint64 `json:"limits,omitempty"`
	PositionEncoding string            `json:"position_encoding,omitempty"` // "utf-8", "utf-16" or "code-point"
	Cache            *CacheOptions     `json:"cache,omitempty"`
}

// RubricSource is a rubric as text.
type RubricSource struct {
	Source  string            `json:"source"`
	File    string            `json:"file,omitempty"`    // name for error messages
	Parents map[string]string `json:"parents,omitempty"` // rubrics that it may extend, by id
}

// CacheOptions configure a cache in memory.
type CacheOptions struct {
	CapacityBytes uint64 `json:"capacity_bytes,omitempty"`
	TimeToLiveMs  uint64 `json:"time_to_live_ms,omitempty"`
	TimeToIdleMs  uint64 `json:"time_to_idle_ms,omitempty"`
}

// Engine is a configured engine. Any number of goroutines may use it.
type Engine struct {
	handle *C.SonoEngine
	free   runtime.Cleanup
}

// New makes an engine. [Engine.Close] frees it at once, the garbage collector eventually.
func New(options Options) (*Engine, error) {
	encoded, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	return NewJSON(encoded)
}

// NewJSON makes an engine from options in JSON; nil means the defaults.
func NewJSON(options []byte) (*Engine, error) {
	var (
		handle *C.SonoEngine
		out    C.SonoString
	)
	data, size := text(options)
	if _, err := taken(C.sono_engine_new(data, size, &handle, &out), &out); err != nil {
		return nil, err
	}
	engine := &Engine{handle: handle}
	engine.free = runtime.AddCleanup(engine, func(handle *C.SonoEngine) { C.sono_engine_free(handle) }, handle)
	return engine, nil
}

// Close frees the engine; no call may be in progress. Later calls return an error, and a second Close does nothing.
func (e *Engine) Close() {
	e.free.Stop()
	C.sono_engine_free(e.handle)
	e.handle = nil
}

// Call answers a call, which is encoded as JSON, with JSON.
func (e *Engine) Call(ctx context.Context, call any) ([]byte, error) {
	encoded, err := json.Marshal(call)
	if err != nil {
		return nil, err
	}
	return e.CallJSON(ctx, encoded)
}

// CallJSON answers a call in JSON with JSON.
func (e *Engine) CallJSON(ctx context.Context, call []byte) ([]byte, error) {
	return cancellable(ctx, func(token *C.SonoCancelToken) ([]byte, error) {
		var out C.SonoString
		data, size := text(call)
		status := C.sono_call(e.handle, data, size, token, &out)
		runtime.KeepAlive(e)
		return taken(status, &out)
	})
}

// Assess assesses a submission.
func (e *Engine) Assess(ctx context.Context, submission Submission) (*Assessment, error) {
	encoded, err := json.Marshal(submission)
	if err != nil {
		return nil, err
	}
	answer, err := e.AssessJSON(ctx, encoded)
	if err != nil {
		return nil, err
	}
	return newAssessment(answer)
}

// AssessJSON assesses a submission in JSON. The assessment is canonical JSON.
func (e *Engine) AssessJSON(ctx context.Context, submission []byte) ([]byte, error) {
	return cancellable(ctx, func(token *C.SonoCancelToken) ([]byte, error) {
		var out C.SonoString
		data, size := text(submission)
		status := C.sono_assess(e.handle, data, size, token, &out)
		runtime.KeepAlive(e)
		return taken(status, &out)
	})
}

// Report answers a call "report", which is encoded as JSON, with the report as it is: text, or the bytes of a format
// that is not text.
func (e *Engine) Report(ctx context.Context, call any) ([]byte, error) {
	encoded, err := json.Marshal(call)
	if err != nil {
		return nil, err
	}
	return cancellable(ctx, func(token *C.SonoCancelToken) ([]byte, error) {
		var (
			report C.SonoBytes
			out    C.SonoString
		)
		data, size := text(encoded)
		status := C.sono_report(e.handle, data, size, token, &report, &out)
		runtime.KeepAlive(e)
		written := takenBytes(&report)
		if _, err := taken(status, &out); err != nil {
			return nil, err
		}
		return written, nil
	})
}

// cancellable does work that a context can stop, with the context's error.
func cancellable[T any](ctx context.Context, work func(*C.SonoCancelToken) (T, error)) (T, error) {
	if ctx.Done() == nil {
		return work(nil)
	}
	token, release := tokenOf(ctx)
	defer release()
	answer, err := work(token)
	return answer, causeOf(ctx, err)
}

// tokenOf makes a token that is cancelled with a context. The returned function frees the token.
func tokenOf(ctx context.Context) (*C.SonoCancelToken, func()) {
	token := C.sono_cancel_token_new()
	if ctx.Err() != nil {
		// The function below is called at once, but on a goroutine of its own.
		C.sono_cancel_token_cancel(token)
	}
	cancelled := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		C.sono_cancel_token_cancel(token)
		close(cancelled)
	})
	return token, func() {
		if !stop() {
			// It is being used at this moment, or was.
			<-cancelled
		}
		C.sono_cancel_token_free(token)
	}
}

// causeOf is the error of the context, if the context stopped the library.
func causeOf(ctx context.Context, err error) error {
	var stopped *Error
	if errors.As(err, &stopped) && stopped.Kind == Cancelled && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
