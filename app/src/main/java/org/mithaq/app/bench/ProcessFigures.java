// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;

/// What the operating system says about a process.
///
/// @param cpuMicros processor time that it has taken since its start, all threads together, in user and kernel
/// @param residentBytes memory that it holds now
record ProcessFigures(long cpuMicros, long residentBytes) {

    private static final long KIBIBYTE = 1_024;

    /// @throws CommandRefused if there is no such process, or the system does not say
    static ProcessFigures of(long pid) {
        long cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(duration -> duration.toNanos() / 1_000)
                .orElseThrow(() -> unknown(pid));
        return new ProcessFigures(cpu, resident(pid));
    }

    private static long resident(long pid) {
        try {
            Path status = Path.of("/proc", Long.toString(pid), "status");
            if (Files.exists(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmRSS:")) {
                        return number(line) * KIBIBYTE;
                    }
                }
                throw unknown(pid);
            }
            // Elsewhere, such as on macOS, ps says the same in kibibytes.
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            return number(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8)) * KIBIBYTE;
        } catch (IOException | NumberFormatException failed) {
            throw new CommandRefused(ExitCode.REFUSED, "The memory of process " + pid + " cannot be read", failed);
        }
    }

    private static long number(String text) {
        return Long.parseLong(text.replaceAll("[^0-9]", ""));
    }

    private static CommandRefused unknown(long pid) {
        return new CommandRefused(ExitCode.REFUSED, "This system does not say what process " + pid + " takes.");
    }
}
