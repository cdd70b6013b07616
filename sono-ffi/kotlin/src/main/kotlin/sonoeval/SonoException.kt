package sonoeval

import java.nio.charset.CharacterCodingException
import sonoeval.ffi.ErrorInfo
import sonoeval.ffi.Problem
import sonoeval.ffi.SonoException as FfiException

/**
 * A misuse of the library, or work that was stopped.
 *
 * @property kind stable name for programs, such as `invalid_submission`
 * @property reason the message for people, without the problems; [message] has both
 * @property problems every problem of the input, in the order of the input
 */
class SonoException(val kind: String, val reason: String, val problems: List<Problem> = emptyList()) :
    RuntimeException((listOf(reason) + problems.map(::describe)).joinToString("\n  ")) {

    internal constructor(info: ErrorInfo) : this(info.kind, info.message, info.problems)
}

private fun describe(problem: Problem): String = buildString {
    problem.pointer?.let { append(it.ifEmpty { "(whole input)" }).append(": ") }
    problem.file?.let { file -> append(file).append(problem.line?.let { ":$it: " } ?: ": ") }
    problem.key?.takeIf(String::isNotEmpty)?.let { append("`$it`: ") }
    append(problem.message)
}

/** Runs a call of the generated code, and converts its exceptions. */
internal inline fun <T> translated(call: () -> T): T = try {
    call()
} catch (error: FfiException.Failed) {
    throw SonoException(error.info)
} catch (error: CharacterCodingException) {
    // A JVM string may contain half of a surrogate pair, which UTF-8 cannot encode.
    throw SonoException("invalid_json", "expected text, got half of a surrogate pair").apply { initCause(error) }
}
