"""A bounded cache whose entries expire. Every operation takes amortised constant time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True)
class CacheStats:
    """How often lookups found a live entry, and how many entries were pushed out."""

    hits: int
    misses: int
    evictions: int

    @property
    def hit_ratio(self) -> float:
        """Share of lookups that hit, or 0.0 before the first lookup."""
        lookups = self.hits + self.misses
        return self.hits / lookups if lookups else 0.0


@dataclass
class _Entry(Generic[Value]):
    value: Value
    expires_at: float


class TTLCache(Generic[Key, Value]):
    """A thread-safe cache with a capacity and a time to live.

    Args:
        capacity: The most entries that are held at once. At least 1.
        ttl_seconds: How long an entry stays valid after it was stored. Above 0.
        clock: Returns the current time in seconds. It must never run backwards.

    Raises:
        ValueError: If the capacity or the time to live is out of range.
    """

    def __init__(
        self,
        capacity: int,
        ttl_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, got {capacity}")
        if not ttl_seconds > 0:
            raise ValueError(f"ttl_seconds must be above 0, got {ttl_seconds}")
        self._capacity = capacity
        self._ttl = ttl_seconds
        self._clock = clock
        self._lock = threading.Lock()
        # The time to live is the same for all, so the order of storing is the order of expiry.
        self._by_expiry: OrderedDict[Key, _Entry[Value]] = OrderedDict()
        self._by_use: OrderedDict[Key, None] = OrderedDict()
        self._hits = 0
        self._misses = 0
        self._evictions = 0

    def __len__(self) -> int:
        """Number of stored entries, expired ones included until they are dropped."""
        with self._lock:
            return len(self._by_expiry)

    def get(self, key: Key) -> Value | None:
        """Return the live value of a key and mark it as recently used, or None."""
        entry = self._lookup(key)
        return entry.value if entry is not None else None

    def put(self, key: Key, value: Value) -> None:
        """Store a value under a key; its time to live starts now."""
        with self._lock:
            self._remove(key)
            if len(self._by_expiry) >= self._capacity:
                self._make_room()
            self._by_expiry[key] = _Entry(value, self._clock() + self._ttl)
            self._by_use[key] = None

    def get_or_load(self, key: Key, load: Callable[[Key], Value]) -> Value:
        """Return the live value of a key, loading and storing it on a miss.

        An exception of the loader reaches the caller, and nothing is stored.
        """
        entry = self._lookup(key)
        if entry is not None:
            return entry.value
        value = load(key)
        self.put(key, value)
        return value

    def invalidate(self, key: Key) -> bool:
        """Forget a key. Return whether it was there."""
        with self._lock:
            return self._remove(key)

    def purge(self) -> int:
        """Drop every expired entry and return how many there were."""
        with self._lock:
            return self._drop_expired()

    def stats(self) -> CacheStats:
        """Return the counters as they are at this moment."""
        with self._lock:
            return CacheStats(self._hits, self._misses, self._evictions)

    def _lookup(self, key: Key) -> _Entry[Value] | None:
        with self._lock:
            entry = self._by_expiry.get(key)
            if entry is None or entry.expires_at <= self._clock():
                self._remove(key)
                self._misses += 1
                return None
            self._by_use.move_to_end(key)
            self._hits += 1
            return entry

    def _remove(self, key: Key) -> bool:
        self._by_use.pop(key, None)
        return self._by_expiry.pop(key, None) is not None

    def _make_room(self) -> None:
        # Dead entries are the cheapest to lose; only without any does a live one have to go.
        if self._drop_expired() == 0:
            least_recently_used = next(iter(self._by_use))
            self._remove(least_recently_used)
            self._evictions += 1

    def _drop_expired(self) -> int:
        now = self._clock()
        dropped = 0
        while self._by_expiry:
            key, entry = next(iter(self._by_expiry.items()))
            if entry.expires_at > now:
                break
            self._remove(key)
            dropped += 1
        return dropped
