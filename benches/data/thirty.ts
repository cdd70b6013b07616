/** A booking of a room, in minutes since midnight. */
export interface Booking {
  readonly room: string;
  readonly start: number;
  readonly end: number;
}

/** Bookings of different rooms never overlap. */
function overlaps(a: Booking, b: Booking): boolean {
  return a.room === b.room && a.start < b.end && b.start < a.end;
}

/** Adds a booking, or tells which one is in its way. */
export function book(bookings: readonly Booking[], wanted: Booking): Booking[] {
  if (wanted.end <= wanted.start) {
    throw new RangeError("a booking has to end after it starts");
  }
  const conflict = bookings.find((booking) => overlaps(booking, wanted));
  if (conflict) {
    throw new Error(`room ${wanted.room} is taken until ${conflict.end}`);
  }
  return [...bookings, wanted].sort((a, b) => a.start - b.start);
}

/** Minutes for which a room is booked. */
export function usage(bookings: readonly Booking[], room: string): number {
  return bookings
    .filter((booking) => booking.room === room)
    .reduce((sum, booking) => sum + booking.end - booking.start, 0);
}
