# frozen_string_literal: true

module SonoEval
  # A result of a batch: its position in the input, the host's key, and one of assessment and error.
  BatchItem = Struct.new(:index, :id, :assessment, :error, keyword_init: true) do
    # Returns the assessment, or raises the error.
    def assessment!
      error ? raise(error) : assessment
    end
  end

  # A running batch. Enumerable once; after leaving the block early, the rest is not assessed.
  class Batch
    include Enumerable

    # Milliseconds that one call waits, so that signals and other Ruby threads get their turn.
    WAIT = 50
    private_constant :WAIT

    # The final state, after the last result was taken: counts, and what is needed to resume a stopped batch.
    attr_reader :state

    def initialize(inner, inputs, keyed, on_event)
      @inner = inner
      @inputs = inputs
      @keyed = keyed
      @on_event = on_event
    end

    def each
      return enum_for(:each) unless block_given?

      until @over
        feed
        item = take
        yield item if item
      end
    ensure
      @inner.cancel
    end

    # Stops the batch. Finished results are still delivered, and +state+ then says that the batch was cancelled.
    def cancel
      @inner.cancel
    end

    private

    def feed
      while @inner.wants_input
        begin
          input = @inputs.next
        rescue StopIteration
          return @inner.end_input
        end
        id, submission = @keyed ? input : [nil, input]
        text = Native.json(submission)
        Native.call { @inner.push(text, id&.to_s) }
      end
    end

    def take
      message = Native.call { @inner.next(WAIT) }
      if message.nil? || message.finished?
        @over = true
        @state = Answer.new(message.state) if message
      elsif message.event?
        @on_event&.call(Answer.new(message.event))
      elsif message.item?
        return item(message)
      end
      nil
    end

    def item(message)
      assessment = message.assessment && Answer.new(message.assessment)
      error = message.error && Error.from(message.error)
      BatchItem.new(index: message.index, id: message.id, assessment: assessment, error: error)
    end
  end
end
