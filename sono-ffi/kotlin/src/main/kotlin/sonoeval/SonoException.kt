package sonoeval

import java.nio.charset.CharacterCodingException
import sonoeval.ffi.ErrorInfo
import sonoeval.ffi.Problem
import sonoeval.ffi.SonoException as FfiException

/**
 * A misuse of the library, or work that was stopped.
 *
 * @property kind stable name for programs, such as `invalid_submission`
 * @property reason what to tell people, without the problems; [message] has both
 * @property problems everything that is wrong with the input, in its order
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

/** Runs a call of the generated code, whose exceptions become ours. */
internal inline fun <T> translated(call: () -> T): T = try {
    call()
} catch (error: FfiException.Failed) {
    throw SonoException(error.info)
} catch (error: CharacterCodingException) {
    // A string of the JVM may hold half of a surrogate pair, which no UTF-8 can say.
    throw SonoException("invalid_json", "expected text, got half of a surrogate pair").apply { initCause(error) }
}
