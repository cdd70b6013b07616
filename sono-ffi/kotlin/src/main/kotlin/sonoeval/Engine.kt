package sonoeval

import kotlin.time.Duration
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonPrimitive
import sonoeval.ffi.PositionEncoding
import sonoeval.ffi.Report
import sonoeval.ffi.Engine as FfiEngine
import sonoeval.ffi.version as ffiVersion

/** A switch that stops work, from any thread. Once cancelled, it stays so. */
typealias CancelToken = sonoeval.ffi.CancelToken

/** A problem of an input, with its place. */
typealias Problem = sonoeval.ffi.Problem

/**
 * A configured engine. Any number of threads may use it at the same time. [close] frees it; so does the garbage
 * collector, later.
 *
 * Columns and offsets count UTF-16 code units, as strings of the JVM do, unless options or submission name another
 * `position_encoding`.
 *
 * All methods throw [SonoException].
 */
class Engine(options: JsonObject = JsonObject(emptyMap())) : AutoCloseable {
    private val inner = translated { FfiEngine(options.toString(), PositionEncoding.UTF16) }

    /** An engine with a built-in rubric. */
    constructor(rubric: String) : this(buildJsonObject { text("rubric", rubric) })

    /**
     * Assesses a submission. It ends with an error of kind `cancelled` when the [token] is cancelled, and of kind
     * `deadline_exceeded` after the time [within].
     */
    fun assess(submission: JsonElement, token: CancelToken? = null, within: Duration? = null): Answer =
        assess(submission.toString(), token, within)

    /** Assesses a submission in JSON. */
    fun assess(submission: String, token: CancelToken? = null, within: Duration? = null): Answer =
        Answer(translated { inner.assess(submission, token, within.milliseconds()) })

    /** Measures a submission without scoring it. */
    fun metrics(submission: JsonElement): Answer = call("metrics") { put("submission", submission) }

    /**
     * Writes a report on a submission. [fields] are further fields of the call: `format`, `detail`, `width`, and so
     * on; an `assessment`, if there already is one. [reportBytes] is for formats that are not text.
     */
    fun report(submission: JsonElement? = null, fields: JsonObjectBuilder.() -> Unit = {}): String {
        val report = written(submission, fields)
        if (!report.isText) throw SonoException("invalid_call", "the format `${report.format}` is no text")
        return report.content.decodeToString()
    }

    /** The same as bytes, for formats that are not text; those of a text are UTF-8. */
    fun reportBytes(submission: JsonElement? = null, fields: JsonObjectBuilder.() -> Unit = {}): ByteArray =
        written(submission, fields).content

    private fun written(submission: JsonElement?, fields: JsonObjectBuilder.() -> Unit): Report {
        val call = buildJsonObject {
            text("call", "report")
            submission?.let { put("submission", it) }
            fields()
        }
        return translated { inner.report(call.toString(), null, null) }
    }

    /** Replays an assessment and tells whether it still holds. */
    fun verify(assessment: JsonElement, submission: JsonElement): Answer = call("verify") {
        put("assessment", assessment)
        put("submission", submission)
    }

    /** Makes the override of a score by a person: `assessment`, `target`, `score`, `reason`, `author`. */
    fun overrideScore(fields: JsonObjectBuilder.() -> Unit): Answer = call("override", fields = fields)

    /** Makes the next line of an audit log: one of `assessed`, `rescored` and `overridden`; `last_line`, `at`. */
    fun record(fields: JsonObjectBuilder.() -> Unit): Answer = call("record", fields = fields)

    /** Checks an audit log. With its [head], missing lines at the end are noticed as well. */
    fun checkLog(log: String, head: String? = null): Answer = call("check_log") {
        text("log", log)
        head?.let { text("head", it) }
    }

    /** The version and features of this build. */
    fun about(): Answer = call("about")

    /** The definitions of all signals. */
    fun signals(): Answer = call("signals")

    /** The built-in rubrics. */
    fun rubrics(): Answer = call("rubrics")

    /** The text of a built-in rubric. */
    fun rubric(id: String): String =
        call("rubric") { text("id", id) }.data.getValue("source").jsonPrimitive.content

    /** Checks a rubric, and lists all problems. */
    fun checkRubric(source: String, fields: JsonObjectBuilder.() -> Unit = {}): Answer = call("check_rubric") {
        text("source", source)
        fields()
    }

    /** The JSON Schema of `submission`, `assessment`, `rubric` or `boundary`. */
    fun schema(of: String): Answer = call("schema") { text("of", of) }

    /** Answers the call with this name. */
    fun call(
        name: String,
        token: CancelToken? = null,
        within: Duration? = null,
        fields: JsonObjectBuilder.() -> Unit = {},
    ): Answer {
        val call = buildJsonObject {
            text("call", name)
            fields()
        }
        return Answer(translated { inner.call(call.toString(), token, within.milliseconds()) })
    }

    /**
     * Assesses many submissions, on threads of the library, in bounded memory: the input is read as results are
     * taken. [options] are those of a batch, such as `jobs` and `events`; [onEvent] is called on the thread that
     * takes the results.
     */
    fun batch(
        submissions: Iterable<JsonElement>,
        options: JsonObject = JsonObject(emptyMap()),
        token: CancelToken? = null,
        onEvent: (Answer) -> Unit = {},
    ): Batch = batch(submissions.asSequence().map { BatchInput(it.toString()) }.iterator(), options, token, onEvent)

    /** The same for submissions with keys of the host. */
    fun batch(
        inputs: Iterator<BatchInput>,
        options: JsonObject = JsonObject(emptyMap()),
        token: CancelToken? = null,
        onEvent: (Answer) -> Unit = {},
    ): Batch = Batch(translated { inner.batch(options.toString(), token) }, inputs, onEvent)

    override fun close() = inner.close()

    companion object {
        /** The version of the engine, part of every assessment. */
        val version: String get() = ffiVersion()

        /** Answers one call in JSON that contains the options of its engine; positions count UTF-8 bytes. */
        fun request(request: String): Answer = Answer(translated { sonoeval.ffi.request(request) })
    }
}

private fun JsonObjectBuilder.text(field: String, value: String) {
    put(field, JsonPrimitive(value))
}

/** Zero is a deadline that has passed; a negative time is no later than that. */
private fun Duration?.milliseconds(): ULong? = this?.inWholeMilliseconds?.coerceAtLeast(0)?.toULong()
