// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A thin link between two members on this machine: whoever connects to its port reaches another one, with so many bits
/// a second for all connections together, each packet late, and at times nothing or no connection at all.
///
/// Connections take turns packet by packet, as on a link with fair queues. Nothing is lost but by [#cut].
public final class ThinLink implements AutoCloseable {

    /// A satellite link: 512 kbit/s.
    public static final long SATELLITE_BITS_PER_SECOND = 512_000;

    private static final int PACKET_BYTES = 1_400;
    private static final int SOCKET_BUFFER_BYTES = 16_384;

    private final ServerSocket door;
    private final int target;
    private final Wire there;
    private final Wire back;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    /// @param target port of loopback that is reached through it
    /// @param bitsPerSecond in each direction
    /// @param delayMillis of each packet in each direction
    public ThinLink(int target, long bitsPerSecond, long delayMillis) throws IOException {
        this.target = target;
        this.there = new Wire(bitsPerSecond / 8, delayMillis);
        this.back = new Wire(bitsPerSecond / 8, delayMillis);
        this.door = new ServerSocket();
        door.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        run(this::accept);
    }

    /// One direction.
    private static final class Wire {

        private final long bytesPerSecond;
        private final long delayNanos;
        private final AtomicLong carried = new AtomicLong();
        private long freeNanos = System.nanoTime();

        Wire(long bytesPerSecond, long delayMillis) {
            this.bytesPerSecond = bytesPerSecond;
            this.delayNanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
        }

        /// When the last bit of a packet has left.
        synchronized long send(int bytes) {
            carried.addAndGet(bytes);
            freeNanos = Math.max(freeNanos, System.nanoTime()) + bytes * 1_000_000_000L / bytesPerSecond;
            return freeNanos;
        }

        synchronized void stall(long nanos) {
            freeNanos = Math.max(freeNanos, System.nanoTime()) + nanos;
        }
    }

    private record Packet(byte[] bytes, long dueNanos) {}

    /// Where the other side is reached.
    public int port() {
        return door.getLocalPort();
    }

    /// Bytes that went to the target so far, TLS included.
    public long bytesThere() {
        return there.carried.get();
    }

    /// Bytes that came back from the target so far, TLS included.
    public long bytesBack() {
        return back.carried.get();
    }

    /// Nothing goes in either direction for some time; connections stay.
    public void stall(long millis) {
        there.stall(TimeUnit.MILLISECONDS.toNanos(millis));
        back.stall(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /// All connections break; new ones may be made.
    public void cut() {
        open.forEach(ThinLink::shut);
        open.clear();
    }

    private synchronized void run(Runnable work) {
        threads.removeIf(thread -> !thread.isAlive());
        Thread thread = Thread.ofVirtual().name("thin-link").unstarted(work);
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        boolean waits = true;
        while (waits) {
            try {
                connect(door.accept());
            } catch (IOException nobody) {
                // The door was closed, or nobody listens behind it: whoever came finds its connection shut.
                waits = !door.isClosed();
            }
        }
    }

    private void connect(Socket near) throws IOException {
        Socket far = new Socket();
        open.add(near);
        open.add(far);
        try {
            far.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
            near.setSendBufferSize(SOCKET_BUFFER_BYTES);
            far.setSendBufferSize(SOCKET_BUFFER_BYTES);
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException nobody) {
            end(near, far);
            throw nobody;
        }
        pump(near, far, there);
        pump(far, near, back);
    }

    private void pump(Socket from, Socket to, Wire wire) {
        BlockingQueue<Packet> flying = new LinkedBlockingQueue<>();
        run(() -> take(from, to, wire, flying));
        run(() -> give(from, to, flying));
    }

    /// Takes packets no faster than the wire does, so that what does not fit waits with its sender.
    private void take(Socket from, Socket to, Wire wire, BlockingQueue<Packet> flying) {
        byte[] buffer = new byte[PACKET_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                long leftNanos = wire.send(count);
                flying.add(new Packet(Arrays.copyOf(buffer, count), leftNanos + wire.delayNanos));
                sleepUntil(leftNanos);
            }
            flying.add(new Packet(new byte[0], System.nanoTime() + wire.delayNanos));
        } catch (IOException | InterruptedException ended) {
            end(from, to);
        }
    }

    private void give(Socket from, Socket to, BlockingQueue<Packet> flying) {
        try {
            OutputStream out = to.getOutputStream();
            while (!to.isClosed()) {
                Packet packet = flying.poll(1, TimeUnit.SECONDS);
                if (packet == null) {
                    continue;
                }
                sleepUntil(packet.dueNanos());
                if (packet.bytes().length == 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(packet.bytes());
                out.flush();
            }
        } catch (IOException | InterruptedException ended) {
            end(from, to);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private void end(Socket one, Socket other) {
        shut(one);
        shut(other);
        open.remove(one);
        open.remove(other);
    }

    private static void shut(Closeable socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("a socket of this machine can be closed", failed);
        }
    }

    /// Ends all connections.
    @Override
    public void close() {
        shut(door);
        cut();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
    }
}
