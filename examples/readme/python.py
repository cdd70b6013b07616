from sono_eval import Engine, SonoEvalError

code = "def first(path):\n    try:\n        return open(path).readline()\n    except OSError:\n        pass\n"
try:
    assessment = Engine().assess(code)
    first = assessment.recommendations[0]
    line = first.location.start.line if first.location else "-"
    print(f"{assessment.overall_score:.1f} of 100; line {line}: {first.text}")
except SonoEvalError as error:
    print(f"{error.kind}: {error.message}")
