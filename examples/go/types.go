package sonoeval

import "encoding/json"

// Submission is the work to assess. For fields that this type lacks, use [Engine.AssessJSON].
type Submission struct {
	CandidateID     string            `json:"candidate_id,omitempty"`
	SubmissionType  string            `json:"submission_type,omitempty"`
	Content         Content           `json:"content"`
	Expects         []string          `json:"expects,omitzero"` // what was asked for; nil: see [Options], empty: nothing
	PathsToEvaluate []string          `json:"paths_to_evaluate,omitempty"`
	Options         map[string]any    `json:"options,omitempty"`
	Attributes      map[string]string `json:"attributes,omitempty"`
}

// Content is the submitted material.
type Content struct {
	Code        string   `json:"code,omitempty"`
	Text        string   `json:"text,omitempty"`
	Explanation string   `json:"explanation,omitempty"`
	Files       []File   `json:"files,omitempty"`
	Commits     []Commit `json:"commits,omitempty"`
}

// File is a file of a submission.
type File struct {
	Path     string `json:"path"`
	Text     string `json:"text"`
	Language string `json:"language,omitempty"`
}

// Commit is a commit of a submission.
type Commit struct {
	Message string `json:"message"`
}

// Assessment is the part of an assessment that most programs need; JSON holds all of it.
type Assessment struct {
	OverallScore    *float64         `json:"overall_score"` // nil if nothing could be scored
	Confidence      float64          `json:"confidence"`
	Summary         string           `json:"summary"`
	PathScores      []PathScore      `json:"path_scores"`
	KeyFindings     []Finding        `json:"key_findings"`
	Recommendations []Recommendation `json:"recommendations"`

	JSON json.RawMessage `json:"-"` // canonical JSON
}

// PathScore is the score on one path.
type PathScore struct {
	Path         string   `json:"path"`
	OverallScore *float64 `json:"overall_score"` // nil if it was not assessed
}

// Finding is a notable observation.
type Finding struct {
	Text     string    `json:"text"`
	Location *Location `json:"location"`
}

// Recommendation is a suggested improvement, with the most points that it can gain.
type Recommendation struct {
	Text     string    `json:"text"`
	Points   float64   `json:"points"`
	Location *Location `json:"location"`
}

// Location is a place in a submission.
type Location struct {
	File  string   `json:"file"`
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Position is a position in a text. Lines and columns count from 1, offsets from 0.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Offset int `json:"offset"`
}

func newAssessment(answer []byte) (*Assessment, error) {
	assessment := &Assessment{JSON: answer}
	if err := json.Unmarshal(answer, assessment); err != nil {
		return nil, err
	}
	return assessment, nil
}
