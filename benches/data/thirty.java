import java.util.ArrayDeque;
import java.util.Deque;

/** The mean of the latest readings of a sensor. */
public final class MovingAverage {

    private final int size;
    private final Deque<Double> window = new ArrayDeque<>();
    private double sum;

    public MovingAverage(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1: " + size);
        }
        this.size = size;
    }

    /** Adds a reading and returns the mean of those in the window. */
    public double add(double reading) {
        if (!Double.isFinite(reading)) {
            throw new IllegalArgumentException("not a reading: " + reading);
        }
        window.addLast(reading);
        sum += reading;
        if (window.size() > size) {
            sum -= window.removeFirst();
        }
        return sum / window.size();
    }
}
