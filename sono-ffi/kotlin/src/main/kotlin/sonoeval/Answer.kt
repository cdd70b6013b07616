package sonoeval

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * An answer of the engine: a JSON object, such as an assessment.
 *
 * @property json the exact bytes as text: canonical JSON (RFC 8785), if positions are counted in UTF-8 bytes
 */
class Answer internal constructor(val json: String) {
    /** The same as data, parsed on first use. */
    val data: JsonObject by lazy(LazyThreadSafetyMode.PUBLICATION) { Json.parseToJsonElement(json) as JsonObject }

    /** A field; null if it is absent. */
    operator fun get(field: String): JsonElement? = data[field]

    override fun equals(other: Any?): Boolean = other is Answer && other.json == json

    override fun hashCode(): Int = json.hashCode()

    override fun toString(): String = json
}
