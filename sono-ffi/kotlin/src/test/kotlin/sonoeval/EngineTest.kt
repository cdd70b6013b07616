package sonoeval

import kotlin.time.Duration
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

internal fun submission(code: String): JsonObject =
    buildJsonObject { putJsonObject("content") { put("code", code) } }

class EngineTest {
    private val fine = submission("def double(x):\n    return 2 * x\n")

    @Test
    fun `an assessment is data, and text with the same bytes every time`() = Engine("hiring").use { engine ->
        val assessment = engine.assess(fine)
        assertTrue(assessment["overall_score"]!!.jsonPrimitive.content.toDouble() in 0.0..100.0)
        assertEquals(Engine.version, assessment["engine_version"]!!.jsonPrimitive.content)
        assertEquals(assessment, engine.assess(fine.toString()))
    }

    @Test
    fun `positions count as strings of the JVM do, unless the options say otherwise`() {
        // The crab is 4 bytes, 2 UTF-16 code units and 1 code point; after it comes the handler that does nothing.
        val code = "def f():\n    try: print('\uD83E\uDD80')\n    except: pass\n"
        fun offset(engine: Engine): Int {
            val places = Regex("\"offset\":(\\d+)").findAll(engine.assess(submission(code)).json)
            return places.maxOf { it.groupValues[1].toInt() }
        }
        val utf8 = Engine(buildJsonObject { put("position_encoding", "utf-8") }).use(::offset)
        val utf16 = Engine().use(::offset)
        val codePoint = Engine(buildJsonObject { put("position_encoding", "code-point") }).use(::offset)
        assertEquals(listOf(utf8 - 2, utf8 - 3), listOf(utf16, codePoint))
    }

    @Test
    fun `an error names its kind and every problem`() {
        val error = Engine().use { engine ->
            assertThrows<SonoException> { engine.assess("""{"content": {"code": 3}, "candidat": "x"}""") }
        }
        assertEquals("invalid_submission", error.kind)
        assertEquals(setOf("/content/code", "/candidat"), error.problems.map { it.pointer }.toSet())
        assertTrue(error.message!!.contains("\n  /content/code: "), error.message)
    }

    @Test
    fun `errors of options, rubrics and texts have kinds of their own`() {
        val kinds = listOf(
            { Engine(buildJsonObject { put("rubrik", "growth") }) },
            { Engine("grwoth") },
            { Engine().assess("{") },
            { Engine().assess(submission("\uD83E")) },
            { Engine().call("assassinate") },
        ).map { assertThrows<SonoException> { it() }.kind }
        assertEquals(
            listOf("invalid_options", "unknown_rubric", "invalid_json", "invalid_json", "invalid_call"),
            kinds,
        )
    }

    @Test
    fun `a token and a deadline stop an assessment`() = Engine().use { engine ->
        CancelToken().use { token ->
            engine.assess(fine, token)
            token.cancel()
            assertTrue(token.isCancelled())
            assertEquals("cancelled", assertThrows<SonoException> { engine.assess(fine, token) }.kind)
        }
        val late = assertThrows<SonoException> { engine.assess(fine, within = Duration.ZERO) }
        assertEquals("deadline_exceeded", late.kind)
    }

    @Test
    fun `a panic is an error, and the next call works`() = Engine().use { engine ->
        val error = assertThrows<SonoException> { engine.call("panic") }
        assertEquals("internal", error.kind)
        assertTrue(error.reason.contains("panicked"), error.reason)
        assertNotEquals(null, engine.assess(fine)["overall_score"])
    }

    @Test
    fun `a closed engine refuses to work`() {
        val engine = Engine()
        engine.close()
        engine.close()
        assertThrows<IllegalStateException> { engine.about() }
    }

    @Test
    fun `every call has a method`() = Engine().use { engine ->
        val assessment = engine.assess(fine)
        assertEquals("equal", engine.verify(assessment.data, fine)["result"]!!.jsonPrimitive.content)
        assertTrue(engine.metrics(fine)["signals"]!!.toString().isNotEmpty())
        assertTrue(engine.report(fine) { put("format", "markdown") }.startsWith("#"))
        val every = engine.reportBytes(fine) { put("format", "every-byte") }
        assertEquals((0..255).map { it.toByte() }, every.toList())
        assertThrows<SonoException> { engine.report(fine) { put("format", "every-byte") } }
        val again = engine.report { put("assessment", assessment.data); put("format", "json") }
        assertEquals(assessment.data, Json.parseToJsonElement(again))
        val ids = engine.rubrics()["rubrics"]!!.jsonArray.map { it.jsonObject["id"]!!.jsonPrimitive.content }
        assertTrue("growth" in ids)
        assertTrue(engine.checkRubric(engine.rubric("growth"))["valid"]!!.jsonPrimitive.content.toBoolean())
        assertFalse(engine.checkRubric("format = 2")["valid"]!!.jsonPrimitive.content.toBoolean())
        assertTrue("\$schema" in engine.schema("assessment").data)
        assertTrue(engine.signals()["signals"]!!.jsonArray.size > 10)
        assertEquals(Engine.version, engine.about()["engine_version"]!!.jsonPrimitive.content)
        assertEquals(engine.about(), Engine.request("""{"call": "about"}"""))
    }

    @Test
    fun `threads may share an engine`() = Engine().use { engine ->
        val expected = engine.assess(fine)
        val threads = List(4) { Thread { repeat(20) { assertEquals(expected, engine.assess(fine)) } } }
        val failures = mutableListOf<Throwable>()
        threads.forEach { thread ->
            thread.setUncaughtExceptionHandler { _, failure -> synchronized(failures) { failures += failure } }
            thread.start()
        }
        threads.forEach(Thread::join)
        assertEquals(emptyList<Throwable>(), failures)
    }
}
