package sonoeval.leaks

import java.io.File
import kotlin.system.exitProcess
import sonoeval.BatchInput
import sonoeval.CancelToken
import sonoeval.Engine
import sonoeval.SonoException

/** The growth that a leak of two hundred bytes per call would exceed at 100,000 calls. */
private const val ALLOWED_KIB = 16 * 1024

private const val SUBMISSION = """{"content": {"code": "x = 1\n"}}"""

/** Fails when resident memory grows over that number of calls. The heap of Java has a fixed size: see the script. */
fun main(arguments: Array<String>) {
    val calls = arguments.single().toInt()
    Engine().use { engine ->
        // Until the allocators of both languages have their working set, and the hot code is compiled.
        repeat(2) { work(engine, calls / 2) }
        val before = residentKib()
        work(engine, calls)
        val grown = residentKib() - before
        println("leaks: kotlin: $calls calls, memory grew by $grown KiB from $before KiB")
        exitProcess(if (grown <= ALLOWED_KIB) 0 else 1)
    }
}

/** Assessments, errors, objects that are dropped, and batches that are left early. */
private fun work(engine: Engine, calls: Int) {
    for (index in 0 until calls) {
        engine.assess(SUBMISSION)
        if (index % 10 == 0) {
            try {
                engine.assess("{")
            } catch (_: SonoException) {
                CancelToken().close()
            }
        }
        if (index % 1000 == 0) {
            Engine().close()
            engine.batch(List(4) { BatchInput(SUBMISSION) }.iterator()).use { it.next() }
        }
    }
    System.gc()
}

private fun residentKib(): Long {
    val line = File("/proc/self/status").readLines().first { it.startsWith("VmRSS:") }
    return line.filter(Char::isDigit).toLong()
}
