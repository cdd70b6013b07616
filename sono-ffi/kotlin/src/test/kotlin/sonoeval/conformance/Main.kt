package sonoeval.conformance

import java.io.File
import kotlin.system.exitProcess
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import sonoeval.BatchItem
import sonoeval.Engine
import sonoeval.SonoException

/**
 * Every case of FOLDER/cases, bytes compared with FOLDER/answers.
 *
 * A case goes through the door for JSON, and, where its call has a method of its own, through that method as well. All
 * of it happens on a thread with the smallest stack that usual platforms give one; the machine itself needs a part of it.
 */
fun main(arguments: Array<String>) {
    Thread(null, { run(File(arguments.single())) }, "small", 256L shl 10).start()
}

private fun run(folder: File) {
    val cases = File(folder, "cases")
    val files = cases.walk().filter { it.isFile && it.extension == "json" }.sorted()
    val (passed, failed) = files.toList().partition { file ->
        val answer = File(cases.resolveSibling("answers"), file.relativeTo(cases).path)
        passes(file.relativeTo(cases).path, file.readText(), answer.readText())
    }
    println("conformance: Kotlin: ${passed.size} passed, ${failed.size} failed")
    exitProcess(if (failed.isEmpty() && passed.isNotEmpty()) 0 else 1)
}

private fun passes(name: String, request: String, expected: String): Boolean {
    val raw = outcome { Engine.request(request).json }
    val idiomatic = requestObject(request)?.takeIf { !onlyAsText(expected) }?.let { outcome { idiomatic(it) } }
    val wrong = listOfNotNull(
        raw.takeIf { it != expected }?.let { "request" to it },
        idiomatic?.takeIf { it !in ofMethods(expected) }?.let { "method" to it },
    )
    for ((way, got) in wrong) {
        System.err.println("$name, $way:\n  expected ${expected.take(300)}\n  got      ${got.take(300)}")
    }
    return wrong.isEmpty()
}

/** The answers of the methods of the layer: pointers begin at the submission or options, which are arguments. */
private fun ofMethods(expected: String): List<String> {
    fun within(field: String) = expected.replace("\"pointer\":\"/$field", "\"pointer\":\"")
    val options = within("options")
        .replace("\"invalid_call\",\"message\":\"the call is", "\"invalid_options\",\"message\":\"the options are")
    return listOf(expected, within("submission"), options)
}

/**
 * Faults that only the text of a request can show: invalid JSON, a repeated field, and problems of options and call
 * at once.
 */
private fun onlyAsText(expected: String): Boolean {
    val error = Json.parseToJsonElement(expected).jsonObject["error"]?.jsonObject ?: return false
    val problems = error["problems"]?.jsonArray.orEmpty().map { it.jsonObject }
    fun text(problem: JsonObject, field: String) = problem[field]?.jsonPrimitive?.content.orEmpty()
    return text(error, "kind") == "invalid_json" ||
        problems.any { text(it, "message") == "the field is given more than once" } ||
        problems.map { text(it, "pointer").startsWith("/options") }.toSet().size == 2
}

private fun outcome(answer: () -> String): String = try {
    answer()
} catch (error: SonoException) {
    "{\"error\":${canonical(error)}}"
}

private fun requestObject(text: String): JsonObject? = try {
    (Json.parseToJsonElement(text) as? JsonObject)
        ?.takeIf { it["call"].let { name -> name is JsonPrimitive && name.isString } }
        ?.takeIf { it["options"] == null || it["options"] is JsonNull || it["options"] is JsonObject }
} catch (_: SerializationException) {
    null
}

private fun idiomatic(request: JsonObject): String {
    val name = (request.getValue("call") as JsonPrimitive).content
    val options = request["options"] as? JsonObject ?: JsonObject(emptyMap())
    val fields = request - "call" - "options"
    val utf8 = mapOf("position_encoding" to JsonPrimitive("utf-8"))
    return Engine(JsonObject(utf8 + options)).use { engine ->
        val submission = fields["submission"]
        val submissions = fields["submissions"] as? JsonArray
        val only = fields.keys.singleOrNull()
        when {
            name == "assess" && only == "submission" -> engine.assess(submission!!).json
            name == "metrics" && only == "submission" -> engine.metrics(submission!!).json
            name == "verify" && fields.keys == setOf("assessment", "submission") ->
                engine.verify(fields.getValue("assessment"), submission!!).json
            name == "batch" && only == "submissions" && submissions != null -> batch(engine, submissions)
            name == "override" -> engine.overrideScore { fields.forEach { (field, value) -> put(field, value) } }.json
            name == "record" -> engine.record { fields.forEach { (field, value) -> put(field, value) } }.json
            name == "about" && fields.isEmpty() -> engine.about().json
            name == "signals" && fields.isEmpty() -> engine.signals().json
            name == "rubrics" && fields.isEmpty() -> engine.rubrics().json
            else -> engine.call(name) { fields.forEach { (field, value) -> put(field, value) } }.json
        }
    }
}

private fun batch(engine: Engine, submissions: List<JsonElement>): String {
    val options = buildJsonObject { put("jobs", 2) }
    val items = engine.batch(submissions, options).use { batch -> batch.asSequence().map(::written).toList() }
    return "{\"items\":[${items.joinToString(",")}]}"
}

private fun written(item: BatchItem): String = item.result.fold(
    { "{\"assessment\":${it.json},\"index\":${item.index},\"status\":\"completed\"}" },
    { "{\"error\":${canonical(it as SonoException)},\"index\":${item.index},\"status\":\"failed\"}" },
)

/** An error as the cases write it: canonical JSON, rebuilt from what a host of the layer sees. */
private fun canonical(error: SonoException): String {
    val problems = error.problems.map { problem ->
        buildJsonObject {
            problem.file?.let { put("file", it) }
            problem.key?.let { put("key", it) }
            problem.line?.let { put("line", it.toLong()) }
            put("message", problem.message)
            problem.pointer?.let { put("pointer", it) }
        }
    }
    return buildJsonObject {
        put("kind", error.kind)
        put("message", error.reason)
        if (problems.isNotEmpty()) put("problems", JsonArray(problems))
    }.toString()
}
