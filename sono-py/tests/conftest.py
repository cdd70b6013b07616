from pathlib import Path

import pytest
from sono_eval import Assessment, Engine

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="session")
def code() -> str:
    return (ROOT / "benches/data/thirty.py").read_text()


@pytest.fixture(scope="session")
def assessment(engine: Engine, code: str) -> Assessment:
    return engine.assess(code)
