# frozen_string_literal: true

module SonoEval
  # Conversions between Ruby values and those of the generated code.
  module Native
    module_function

    # Calls the generated code and converts its errors.
    def call
      yield
    rescue SonoFfi::SonoError::Failed => e
      raise Error.from(e.info)
    rescue EncodingError => e
      raise Error.new("invalid_json", "expected text in UTF-8: #{e.message}")
    end

    # The JSON of a hash; a string is already JSON.
    def json(value)
      return value if value.is_a?(String)

      JSON.generate(value, max_nesting: 0)
    rescue JSON::JSONError, EncodingError => e
      raise Error.new("invalid_json", "expected values that JSON can say: #{e.message}")
    end

    # The reverse: the value of a string that becomes part of a call.
    def data(value)
      case value
      when Answer then value.to_h
      when String then JSON.parse(value, max_nesting: 0)
      else value
      end
    rescue JSON::JSONError => e
      raise Error.new("invalid_json", "expected JSON: #{e.message}")
    end

    # Converts seconds, the unit of Ruby, to milliseconds.
    def milliseconds(seconds)
      seconds && [(seconds * 1000).ceil, 0].max
    end
  end

  private_constant :Native
end
