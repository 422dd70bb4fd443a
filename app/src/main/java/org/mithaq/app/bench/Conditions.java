// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.lang.management.ManagementFactory;
import org.mithaq.app.cli.Output;

/// Under which conditions figures were taken: without them they say nothing.
///
/// @param java the virtual machine
/// @param system the operating system
/// @param processors how many this process may use
/// @param loadAverage how busy the machine was before it began, over a minute; negative where that is unknown
/// @param fileSystem of the folder
/// @param seed of the made objects
/// @param data a file's name, or `made`
/// @param bytesPerObject on average
record Conditions(
        String java,
        String system,
        int processors,
        double loadAverage,
        String fileSystem,
        long seed,
        String data,
        long bytesPerObject) {

    static Conditions of(BenchFolder folder, long seed, String data, long bytesPerObject) {
        return new Conditions(
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                folder.fileSystem(),
                seed,
                data,
                bytesPerObject);
    }

    void show(Output.Human human) {
        human.faint("%s, %s, %d processors, load %.1f, %s; %s objects of %d bytes, seed %d"
                .formatted(java, system, processors, loadAverage, fileSystem, data, bytesPerObject, seed));
    }

    static void show(Output.Human human, Ceilings ceilings) {
        human.line("ceilings   bare fsync p50 %d µs, p99 %d µs; bare SQLite %d inserts/s; bare AES-GCM %d MB/s"
                .formatted(
                        ceilings.fsync().p50Micros(),
                        ceilings.fsync().p99Micros(),
                        ceilings.sqliteInsertsPerSecond(),
                        ceilings.aesGcmMegabytesPerSecond()));
    }
}
