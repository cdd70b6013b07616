"""Tests of the cache. Time is moved by hand, so nothing sleeps."""

import threading
import unittest

from ttl_cache import TTLCache


class FakeClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


class ExpiryTest(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = FakeClock()
        self.cache = TTLCache(capacity=3, ttl_seconds=10.0, clock=self.clock)

    def test_value_is_found_before_it_expires(self) -> None:
        self.cache.put("a", 1)
        self.clock.advance(9.9)
        self.assertEqual(self.cache.get("a"), 1)

    def test_value_is_gone_exactly_at_its_expiry(self) -> None:
        self.cache.put("a", 1)
        self.clock.advance(10.0)
        self.assertIsNone(self.cache.get("a"))
        self.assertEqual(len(self.cache), 0)

    def test_put_starts_the_time_to_live_again(self) -> None:
        self.cache.put("a", 1)
        self.clock.advance(8.0)
        self.cache.put("a", 2)
        self.clock.advance(8.0)
        self.assertEqual(self.cache.get("a"), 2)

    def test_purge_reports_what_it_dropped(self) -> None:
        self.cache.put("a", 1)
        self.cache.put("b", 2)
        self.clock.advance(5.0)
        self.cache.put("c", 3)
        self.clock.advance(6.0)
        self.assertEqual(self.cache.purge(), 2)
        self.assertEqual(self.cache.get("c"), 3)


class EvictionTest(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = FakeClock()
        self.cache = TTLCache(capacity=2, ttl_seconds=10.0, clock=self.clock)

    def test_least_recently_used_is_evicted(self) -> None:
        self.cache.put("a", 1)
        self.cache.put("b", 2)
        self.cache.get("a")
        self.cache.put("c", 3)
        self.assertIsNone(self.cache.get("b"))
        self.assertEqual(self.cache.get("a"), 1)
        self.assertEqual(self.cache.stats().evictions, 1)

    def test_expired_entry_goes_before_a_live_one(self) -> None:
        self.cache.put("old", 1)
        self.clock.advance(10.0)
        self.cache.put("live", 2)
        self.cache.put("new", 3)
        self.assertEqual(self.cache.get("live"), 2)
        self.assertEqual(self.cache.stats().evictions, 0)


class LoadingTest(unittest.TestCase):
    def setUp(self) -> None:
        self.cache = TTLCache(capacity=10, ttl_seconds=10.0, clock=FakeClock())

    def test_loader_runs_once_per_live_key(self) -> None:
        calls: list[str] = []

        def load(key: str) -> str:
            calls.append(key)
            return key.upper()

        self.assertEqual(self.cache.get_or_load("a", load), "A")
        self.assertEqual(self.cache.get_or_load("a", load), "A")
        self.assertEqual(calls, ["a"])

    def test_none_is_a_value_like_any_other(self) -> None:
        calls: list[str] = []
        for _ in range(2):
            self.assertIsNone(self.cache.get_or_load("a", calls.append))
        self.assertEqual(calls, ["a"])

    def test_failing_loader_stores_nothing(self) -> None:
        def fail(key: str) -> str:
            raise ConnectionError(key)

        with self.assertRaises(ConnectionError):
            self.cache.get_or_load("a", fail)
        self.assertEqual(len(self.cache), 0)


class ConstructionTest(unittest.TestCase):
    def test_bounds_are_checked(self) -> None:
        for capacity, ttl in [(0, 1.0), (-1, 1.0), (1, 0.0), (1, -5.0), (1, float("nan"))]:
            with self.subTest(capacity=capacity, ttl=ttl), self.assertRaises(ValueError):
                TTLCache(capacity=capacity, ttl_seconds=ttl)


class ConcurrencyTest(unittest.TestCase):
    def test_capacity_holds_under_concurrent_writes(self) -> None:
        cache = TTLCache(capacity=50, ttl_seconds=60.0)

        def write(offset: int) -> None:
            for number in range(500):
                cache.put(offset + number, number)

        threads = [threading.Thread(target=write, args=(offset * 1000,)) for offset in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(cache), 50)


if __name__ == "__main__":
    unittest.main()
