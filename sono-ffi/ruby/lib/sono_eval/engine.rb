# frozen_string_literal: true

module SonoEval
  # A switch that stops work, from any thread: +cancel+, +is_cancelled+.
  CancelToken = SonoFfi::CancelToken

  # A configured engine. Any number of threads may use it at the same time.
  #
  # Submissions and options are hashes, or strings of JSON. Columns and offsets count code points, as strings of Ruby
  # do, unless options or submission name another +position_encoding+. Every method raises SonoEval::Error.
  class Engine
    # Answers one call in JSON that contains the options of its engine; positions count UTF-8 bytes.
    def self.request(request)
      text = Native.json(request)
      Answer.new(Native.call { SonoFfi.request(text) })
    end

    # Options are those of an engine, such as <tt>rubric: "hiring"</tt>.
    def initialize(json = nil, **options)
      text = Native.json(json || options)
      @inner = Native.call { SonoFfi::Engine.new(text, SonoFfi::PositionEncoding::CODE_POINT) }
    end

    # Assesses a submission. It ends with an error of kind "cancelled" when the token is cancelled, and of kind
    # "deadline_exceeded" after that number of seconds.
    def assess(submission, token: nil, within: nil)
      text = Native.json(submission)
      Answer.new(Native.call { @inner.assess(text, token, Native.milliseconds(within)) })
    end

    # Answers the call with this name.
    def call(name, token: nil, within: nil, **fields)
      text = Native.json({ call: name, **fields })
      Answer.new(Native.call { @inner.call(text, token, Native.milliseconds(within)) })
    end

    # Measures a submission without scoring it.
    def metrics(submission)
      call("metrics", submission: Native.data(submission))
    end

    # Writes a report on a submission, or on an existing +assessment+. Further fields are those of the call:
    # +format+, +detail+, +width+, and so on. A format that is not text gives a string of bytes (+ASCII-8BIT+).
    def report(submission = nil, **fields)
      given = { submission: submission, assessment: fields[:assessment] }.compact
      given.transform_values! { |value| Native.data(value) }
      text = Native.json({ call: "report", **fields, **given })
      report = Native.call { @inner.report(text, nil, nil) }
      report.content.force_encoding(report.is_text ? Encoding::UTF_8 : Encoding::BINARY)
    end

    # Replays an assessment and tells whether it still holds.
    def verify(assessment, submission)
      call("verify", assessment: Native.data(assessment), submission: Native.data(submission))
    end

    # Makes the override of a score by a person: +assessment+, +target+, +score+, +reason+, +author+.
    def override(**fields)
      call("override", **fields, assessment: Native.data(fields[:assessment]))
    end

    # Makes the next line of an audit log: one of +assessed+, +rescored+ and +overridden+; +last_line+, +at+.
    def record(**fields)
      fields[:assessed] = Native.data(fields[:assessed]) if fields[:assessed]
      call("record", **fields)
    end

    # Checks an audit log. With +head+, missing lines at the end are noticed as well.
    def check_log(log, head: nil)
      call("check_log", log: log, head: head)
    end

    # The version and features of this build.
    def about
      call("about")
    end

    # The definitions of all signals.
    def signals
      call("signals")
    end

    # The built-in rubrics.
    def rubrics
      call("rubrics")
    end

    # The text of a built-in rubric.
    def rubric(id)
      call("rubric", id: id)["source"]
    end

    # Checks a rubric, and lists all problems.
    def check_rubric(source, **fields)
      call("check_rubric", source: source, **fields)
    end

    # The JSON Schema of "submission", "assessment", "rubric" or "boundary".
    def schema(of)
      call("schema", of: of)
    end

    # Assesses many submissions, on threads of the library, in bounded memory: the input is read as results are taken.
    # Inputs are submissions; +keyed+ says that they are pairs of the host's key and a submission. Options are those of
    # a batch, such as <tt>jobs: 4</tt>. Events go to +on_event+. With a block, each result is yielded, and the final
    # state is returned; without one, the batch is.
    def batch(inputs, keyed: false, token: nil, on_event: nil, **options, &block)
      options[:events] = true if on_event
      text = Native.json(options)
      batch = Batch.new(Native.call { @inner.batch(text, token) }, inputs.each_entry, keyed, on_event)
      return batch unless block

      batch.each(&block)
      batch.state
    end
  end
end
