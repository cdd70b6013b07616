package assess

import java.io.File
import kotlin.system.exitProcess
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.addJsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.double
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonArray
import kotlinx.serialization.json.putJsonObject
import sonoeval.Answer
import sonoeval.BatchInput
import sonoeval.Engine
import sonoeval.SonoException

/** Scores files, in a batch, and prints of each the score and what would help it most. */
fun main(paths: Array<String>) {
    if (paths.isEmpty()) {
        System.err.println("usage: assess FILE...")
        exitProcess(2)
    }
    val failed = Engine("hiring").use { engine -> assess(engine, paths.map(::File), System.out) }
    exitProcess(if (failed == 0) 0 else 1)
}

/** Prints a line or two per file, and returns how many could not be assessed. */
fun assess(engine: Engine, files: List<File>, out: Appendable): Int {
    val inputs = files.asSequence().map { BatchInput(submission(it).toString(), it.path) }
    return engine.batch(inputs.iterator()).use { batch ->
        batch.asSequence().count { item ->
            item.result
                .onSuccess { out.appendLine("${item.id}: ${summary(it)}") }
                .onFailure { out.appendLine("${item.id}: ${(it as SonoException).kind}: ${it.message}") }
                .isFailure
        }
    }
}

private fun submission(file: File): JsonObject = buildJsonObject {
    put("submission_type", "code")
    putJsonObject("content") {
        putJsonArray("files") {
            addJsonObject {
                put("path", file.name)
                put("text", file.readText())
            }
        }
    }
}

private fun summary(assessment: Answer): String {
    val score = assessment["overall_score"]?.jsonPrimitive?.doubleOrNull ?: return "not assessed"
    val advice = assessment["recommendations"]!!.jsonArray.firstOrNull()?.jsonObject
    val points = advice?.get("points")?.jsonPrimitive?.double
    val text = advice?.get("text")?.jsonPrimitive?.contentOrNull
    return "%.1f of 100".format(score) + if (advice == null) "" else "\n  %+.1f  %s".format(points, text)
}
