package assess

import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlinx.serialization.json.putJsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import sonoeval.Engine

class MainTest {
    private val submissions = File("../submissions")

    @Test
    fun `files are scored in their order`() {
        val out = StringBuilder()
        val files = listOf("fixed.py", "csv_parser.js").map(submissions::resolve)
        assertEquals(0, Engine().use { assess(it, files, out) })
        val heads = out.lines().filter { !it.startsWith("  ") && it.isNotEmpty() }
        assertEquals(2, heads.size)
        files.zip(heads).forEach { (file, head) ->
            assertTrue(Regex(".*${file.name}: \\d+[.,]\\d of 100").matches(head), head)
        }
    }

    @Test
    fun `what breaks a limit fails alone`() {
        val out = StringBuilder()
        val strict = buildJsonObject { putJsonObject("limits") { put("max_file_bytes", 10) } }
        val failed = Engine(strict).use { assess(it, listOf(submissions.resolve("fixed.py")), out) }
        assertEquals(1, failed)
        assertTrue("limit_exceeded" in out, "$out")
    }

    @Test
    fun `the example of the README prints a score and a line`() {
        val printed = ByteArrayOutputStream()
        val before = System.out
        System.setOut(PrintStream(printed))
        try {
            Class.forName("KotlinKt").getMethod("main").invoke(null)
        } finally {
            System.setOut(before)
        }
        assertTrue(Regex("\\d+ of 100\\R+line \\d+: .+\\R").matches(printed.toString()), "$printed")
    }
}
