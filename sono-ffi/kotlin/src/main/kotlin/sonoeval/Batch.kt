package sonoeval

import sonoeval.ffi.BatchMessage
import sonoeval.ffi.Batch as FfiBatch

/** A submission in JSON, and the host's key for it. */
class BatchInput(val submission: String, val id: String? = null)

/**
 * A result of a batch.
 *
 * @property index position in the input, counted from 0
 * @property id the host's key
 * @property result the assessment, or a [SonoException]
 */
class BatchItem(val index: Long, val id: String?, val result: Result<Answer>)

/**
 * A running batch: an iterator over its results, for one thread at a time. [close] stops it.
 *
 * ```
 * engine.batch(submissions).use { batch ->
 *     for (item in batch) item.result.onSuccess { store(it) }
 * }
 * ```
 */
class Batch internal constructor(
    private val inner: FfiBatch,
    private val inputs: Iterator<BatchInput>,
    private val onEvent: (Answer) -> Unit,
) : Iterator<BatchItem>, AutoCloseable {
    private var ready: BatchItem? = null
    private var inputEnded = false
    private var over = false

    /** The final state, after the last result was taken: counts, and what is needed to resume a stopped batch. */
    var state: Answer? = null
        private set

    override fun hasNext(): Boolean {
        while (ready == null && !over) {
            feed()
            take()
        }
        return ready != null
    }

    override fun next(): BatchItem {
        if (!hasNext()) throw NoSuchElementException("the batch is over")
        return ready!!.also { ready = null }
    }

    /** Stops the batch. Finished results are still delivered, and [state] then says that the batch was cancelled. */
    fun cancel() = inner.cancel()

    override fun close() = inner.close()

    private fun feed() {
        while (!inputEnded && inner.wantsInput()) {
            if (inputs.hasNext()) {
                val input = inputs.next()
                translated { inner.push(input.submission, input.id) }
            } else {
                inputEnded = true
                inner.endInput()
            }
        }
    }

    private fun take() {
        // It has also ended if it failed as a whole.
        over = true
        val message = translated { inner.next() }
        over = message == null || message is BatchMessage.Finished
        when (message) {
            is BatchMessage.Item -> {
                val result = message.assessment?.let { Result.success(Answer(it)) }
                    ?: Result.failure(SonoException(checkNotNull(message.error)))
                ready = BatchItem(message.index.toLong(), message.id, result)
            }
            is BatchMessage.Event -> onEvent(Answer(message.event))
            is BatchMessage.Finished -> state = Answer(message.state)
            BatchMessage.Pending, null -> Unit
        }
    }
}
