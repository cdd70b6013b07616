package sonoeval

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

class BatchTest {
    private val engine = Engine()
    private fun numbered() = generateSequence(0) { it + 1 }.map { submission("x = $it\n") }

    private fun Answer.phase() = this["phase"]!!.jsonPrimitive.content

    private fun Answer.total(name: String) =
        this[name]!!.jsonPrimitive.content.toInt()

    @Test
    fun `results come in order, with the bytes of single assessments`() {
        val submissions = numbered().take(30).toList()
        engine.batch(submissions).use { batch ->
            val texts = batch.asSequence().map { it.result.getOrThrow().json }.toList()
            assertEquals(submissions.map { engine.assess(it).json }, texts)
            assertEquals(30, batch.state!!.total("completed"))
        }
    }

    @Test
    fun `what cannot be read fails alone, and keys come back`() {
        val inputs = listOf(BatchInput("{", "broken"), BatchInput(submission("x = 1").toString(), "fine"))
        engine.batch(inputs.iterator()).use { batch ->
            val items = batch.asSequence().toList()
            assertEquals(listOf("broken", "fine"), items.map(BatchItem::id))
            assertEquals("invalid_json", (items[0].result.exceptionOrNull() as SonoException).kind)
            assertTrue(items[1].result.isSuccess)
        }
    }

    @Test
    fun `the input is read as results are taken`() {
        var read = 0
        val options = buildJsonObject { put("jobs", 1); put("window", 4) }
        engine.batch(numbered().onEach { read++ }.asIterable(), options).use { batch ->
            repeat(10) { batch.next() }
            assertTrue(read <= 10 + 4, "$read")
        }
    }

    @Test
    fun `a batch that was stopped goes on from its state`() {
        val submissions = numbered().take(40).toList()
        val options = buildJsonObject { put("jobs", 1); put("window", 2) }
        var taken = 0
        val state = CancelToken().use { token ->
            engine.batch(submissions, options, token).use { batch ->
                for (item in batch) if (++taken == 5) token.cancel()
                batch.state!!
            }
        }
        assertEquals("cancelled", state.phase())
        val resume = JsonObject(options + ("resume" to state.data))
        engine.batch(submissions, resume).use { batch ->
            taken += batch.asSequence().count()
            assertEquals(listOf(40, 40), listOf(taken, batch.state!!.total("completed")))
        }
    }

    @Test
    fun `events tell of progress`() {
        val events = mutableListOf<String>()
        val options = buildJsonObject { put("events", true) }
        engine.batch(numbered().take(3).asIterable(), options, onEvent = { events += it.json }).use { batch ->
            assertEquals(3, batch.asSequence().count())
        }
        assertTrue(events.isNotEmpty() && "completed" in events.last(), events.toString())
    }

    @Test
    fun `a batch that fails as a whole says so once`() {
        val strange = engine.batch(numbered().take(2).asIterable()).use { batch ->
            batch.forEach { _ -> }
            batch.state!!.data + ("engine_version" to JsonPrimitive("0.0.0"))
        }
        engine.batch(numbered().take(2).asIterable(), buildJsonObject { put("resume", JsonObject(strange)) }).use {
            assertThrows<SonoException> { it.next() }
            assertFalse(it.hasNext())
            assertNull(it.state)
        }
        assertEquals(
            "invalid_options",
            assertThrows<SonoException> {
                engine.batch(emptyList(), buildJsonObject { put("job", 1) })
            }.kind,
        )
    }
}
