import kotlinx.serialization.json.*
import sonoeval.*

fun main() = Engine().use { engine ->
    try {
        val code = "def load(path):\n    try:\n        return open(path).read()\n    except:\n        return None\n"
        val assessment = engine.assess(buildJsonObject { putJsonObject("content") { put("code", code) } })
        val first = assessment["recommendations"]!!.jsonArray.first().jsonObject
        val line = first["location"]?.jsonObject?.get("start")?.jsonObject?.get("line")
        println("${assessment["overall_score"]!!.jsonPrimitive.double.toInt()} of 100")
        println("line $line: ${first["text"]!!.jsonPrimitive.content}")
    } catch (error: SonoException) {
        System.err.println("${error.kind}: ${error.message}")
    }
}
