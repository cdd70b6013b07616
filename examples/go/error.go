package sonoeval

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Kind is the kind of misuse that an [Error] reports. The strings never change; new ones may be added.
type Kind string

// The kinds that programs need most often; the manual of the library lists all of them.
const (
	InvalidSubmission Kind = "invalid_submission"
	InvalidCall       Kind = "invalid_call"
	InvalidOptions    Kind = "invalid_options"
	InvalidJSON       Kind = "invalid_json"
	LimitExceeded     Kind = "limit_exceeded"
	InvalidRubric     Kind = "invalid_rubric"
	UnknownRubric     Kind = "unknown_rubric"
	InvalidParameter  Kind = "invalid_parameter"
	DeadlineExceeded  Kind = "deadline_exceeded"
	Cancelled         Kind = "cancelled"
	Internal          Kind = "internal"
)

// Error is an error of the library, with every problem of the input.
type Error struct {
	Kind     Kind      `json:"kind"`
	Message  string    `json:"message"`
	Problems []Problem `json:"problems,omitempty"`

	raw []byte
}

// Problem is a problem of an input, with its place.
type Problem struct {
	Pointer *string `json:"pointer,omitempty"` // JSON pointer into the input
	File    string  `json:"file,omitempty"`
	Line    int     `json:"line,omitempty"` // counted from 1
	Key     string  `json:"key,omitempty"`  // dotted key in the file
	Message string  `json:"message"`
}

// Error is the message with all problems.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Message)
	for _, problem := range e.Problems {
		text.WriteString("\n  ")
		if problem.Pointer != nil {
			fmt.Fprintf(&text, "%s: ", *problem.Pointer)
		}
		if problem.File != "" {
			fmt.Fprintf(&text, "%s:%d: ", problem.File, problem.Line)
		}
		text.WriteString(problem.Message)
	}
	return text.String()
}

// JSON is the error as the library wrote it: an object with the single field "error".
func (e *Error) JSON() []byte { return e.raw }

// newError reads an error that the library wrote.
func newError(raw []byte) *Error {
	var read struct {
		Error Error `json:"error"`
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		read.Error = Error{Kind: Internal, Message: "an error that cannot be read: " + err.Error()}
	}
	read.Error.raw = raw
	return &read.Error
}
