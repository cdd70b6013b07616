require "sono_eval"

engine = SonoEval::Engine.new
begin
  code = "def load(path):\n    try:\n        return open(path).read()\n    except:\n        return None\n"
  assessment = engine.assess({ content: { code: code } })
  first = assessment["recommendations"].first
  puts "#{assessment["overall_score"].round} of 100"
  puts "line #{first.dig("location", "start", "line")}: #{first["text"]}"
rescue SonoEval::Error => e
  abort "#{e.kind}: #{e.message}"
end
